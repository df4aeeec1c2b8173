/** The pure hot paths, each alone. */
@NullMarked
package io.spillway.bench.adapter.jmh;

import org.jspecify.annotations.NullMarked;
