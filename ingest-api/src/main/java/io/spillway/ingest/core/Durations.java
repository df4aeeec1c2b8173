package io.spillway.ingest.core;

import java.time.Duration;

/** Turns {@link Duration} into protobuf's. */
final class Durations {
  private Durations() {}

  static com.google.protobuf.Duration message(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }
}
