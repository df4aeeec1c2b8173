/** Rows on Kafka alone. */
@NullMarked
package io.spillway.bench.adapter.kafka;

import org.jspecify.annotations.NullMarked;
