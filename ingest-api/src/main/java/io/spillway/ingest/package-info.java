/** The door: takes orders and stock adjustments over HTTP and answers once Kafka holds them. */
@NullMarked
package io.spillway.ingest;

import org.jspecify.annotations.NullMarked;
