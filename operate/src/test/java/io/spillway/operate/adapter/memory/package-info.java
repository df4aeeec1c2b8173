/** Servers in memory. */
@NullMarked
package io.spillway.operate.adapter.memory;

import org.jspecify.annotations.NullMarked;
