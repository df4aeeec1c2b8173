/** The saga on Kafka Streams, exactly once. */
@NullMarked
package io.spillway.order.adapter.streams;

import org.jspecify.annotations.NullMarked;
