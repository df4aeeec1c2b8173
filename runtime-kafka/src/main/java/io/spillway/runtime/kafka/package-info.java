/** Kafka clients with the pipeline's durability, and its topics. */
@NullMarked
package io.spillway.runtime.kafka;

import org.jspecify.annotations.NullMarked;
