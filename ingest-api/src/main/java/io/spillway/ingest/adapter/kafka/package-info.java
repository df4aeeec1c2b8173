/** The logs: one idempotent producer. */
@NullMarked
package io.spillway.ingest.adapter.kafka;

import org.jspecify.annotations.NullMarked;
