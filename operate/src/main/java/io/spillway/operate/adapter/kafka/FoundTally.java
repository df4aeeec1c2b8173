package io.spillway.operate.adapter.kafka;

import io.spillway.operate.port.ReplayAdmin.Found;
import java.time.Instant;
import java.util.Optional;

/** Counts records and keeps their span of time. Not thread-safe. */
final class FoundTally {
  private long records;
  private long firstMillis = Long.MAX_VALUE;
  private long lastMillis = Long.MIN_VALUE;

  void add(long timestampMillis) {
    records++;
    firstMillis = Math.min(firstMillis, timestampMillis);
    lastMillis = Math.max(lastMillis, timestampMillis);
  }

  Found found() {
    return records == 0
        ? new Found(0, Optional.empty(), Optional.empty())
        : new Found(
            records,
            Optional.of(Instant.ofEpochMilli(firstMillis)),
            Optional.of(Instant.ofEpochMilli(lastMillis)));
  }
}
