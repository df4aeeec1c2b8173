/** The saga's ports in memory, to run it without Kafka. */
@NullMarked
package io.spillway.order.adapter.memory;

import org.jspecify.annotations.NullMarked;
