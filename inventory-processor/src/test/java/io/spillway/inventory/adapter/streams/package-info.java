@NullMarked
package io.spillway.inventory.adapter.streams;

import org.jspecify.annotations.NullMarked;
