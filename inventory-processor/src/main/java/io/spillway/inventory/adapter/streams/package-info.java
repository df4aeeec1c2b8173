/** Availability, derived from the committed stock rows. */
@NullMarked
package io.spillway.inventory.adapter.streams;

import org.jspecify.annotations.NullMarked;
