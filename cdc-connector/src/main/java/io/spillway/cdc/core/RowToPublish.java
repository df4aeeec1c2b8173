package io.spillway.cdc.core;

import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.codec.CloudEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record to be published.
 *
 * @param key the row's primary key as text
 * @param value the whole row; null, a tombstone, when it was deleted
 */
public record RowToPublish(
    CapturedTable table, int partition, String key, @Nullable RowChange value, CloudEvent event) {
  public Instant committedAt() {
    return event.time();
  }
}
