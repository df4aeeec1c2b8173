/** Rows on the whole pipeline. */
@NullMarked
package io.spillway.bench.adapter.pipeline;

import org.jspecify.annotations.NullMarked;
