/** Committed rows into Kafka. */
@NullMarked
package io.spillway.bench.adapter.cdc;

import org.jspecify.annotations.NullMarked;
