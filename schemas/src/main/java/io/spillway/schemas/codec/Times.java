package io.spillway.schemas.codec;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Between {@link Instant} and protobuf's timestamp. */
public final class Times {
  private Times() {}

  /** An instant as a protobuf timestamp. */
  public static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /** A protobuf timestamp as an instant. */
  public static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
