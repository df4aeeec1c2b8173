/** Protobuf on Kafka, with CloudEvents headers. */
@NullMarked
package io.spillway.schemas.codec;

import org.jspecify.annotations.NullMarked;
