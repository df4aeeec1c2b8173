/** What stock may be promised to whom, and what can be bought: pure decisions over plain values. */
@NullMarked
package io.spillway.inventory.core;

import org.jspecify.annotations.NullMarked;
