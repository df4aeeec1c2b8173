/** Rows, rounds and statistics; pure. */
@NullMarked
package io.spillway.bench.core;

import org.jspecify.annotations.NullMarked;
