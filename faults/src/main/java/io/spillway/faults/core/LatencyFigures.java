package io.spillway.faults.core;

/**
 * How long clients waited.
 *
 * @param count orders
 * @param p50Millis median
 * @param p99Millis 99th percentile
 */
public record LatencyFigures(long count, double p50Millis, double p99Millis) {
  /** Before the first fault, until the last is healed, until all has caught up, and after that. */
  public enum Phase {
    BEFORE,
    DURING,
    CATCHING_UP,
    AFTER
  }
}
