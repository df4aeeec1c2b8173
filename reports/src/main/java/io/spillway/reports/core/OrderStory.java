package io.spillway.reports.core;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the documents tell of one order.
 *
 * @param keptAmount minor units of what it kept
 * @param settleMillis from acceptance to the first answer; null while there is none
 * @param changes the oldest first
 * @param lines in the order's order; the first {@link #LINES}
 * @param movements of stock, the oldest first; the first {@link #MOVEMENTS}
 */
public record OrderStory(
    OrderSummary summary,
    long keptAmount,
    int lineCount,
    String country,
    @Nullable Instant holdUntil,
    @Nullable Long settleMillis,
    List<Change> changes,
    List<Line> lines,
    List<Movement> movements) {
  public static final int LINES = 2_000;

  /** Each line is reserved once, and released or handed over once. */
  public static final int MOVEMENTS = 4_000;

  /** A status it came to; the reason may be empty. */
  public record Change(String status, Instant at, String reason) {}

  /** A line; the refusal is empty unless it could not be had, and then so many were missing. */
  public record Line(
      int line,
      String sku,
      long quantity,
      long amount,
      boolean kept,
      String refusal,
      long missing) {}

  public record Movement(
      Instant at, String kind, String outcome, int line, String sku, long quantity) {}

  public OrderStory {
    changes = List.copyOf(changes);
    lines = List.copyOf(lines);
    movements = List.copyOf(movements);
  }
}
