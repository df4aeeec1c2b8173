package io.spillway.ingest.core;

import java.time.Instant;

/**
 * How far the intake has come.
 *
 * @param appended records of all partitions since their beginning
 * @param taken of these, by the saga
 */
public record IntakeProgress(Instant at, long appended, long taken) {
  /** Orders that wait. */
  public long backlog() {
    return Math.max(0, appended - taken);
  }
}
