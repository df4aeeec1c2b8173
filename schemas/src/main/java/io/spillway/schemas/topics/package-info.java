/** Every Kafka topic, named and described once. */
@NullMarked
package io.spillway.schemas.topics;

import org.jspecify.annotations.NullMarked;
