package io.spillway.operate.core;

import java.time.Instant;

/**
 * What became of a dead letter, once and for all.
 *
 * @param who user and machine
 * @param why the reason given; for a redrive its id
 */
public record Disposition(Fate fate, String who, Instant at, String why) {
  public enum Fate {
    REDRIVEN,
    DISCARDED
  }
}
