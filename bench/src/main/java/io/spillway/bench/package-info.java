/** Benchmarks: every row with ours, its peers and its limit in one run. */
@NullMarked
package io.spillway.bench;

import org.jspecify.annotations.NullMarked;
