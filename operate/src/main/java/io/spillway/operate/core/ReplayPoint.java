package io.spillway.operate.core;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/** Where a replay begins or ends in each partition. */
public sealed interface ReplayPoint {
  /** The oldest record that is still kept. */
  record Beginning() implements ReplayPoint {
    @Override
    public String toString() {
      return "beginning";
    }
  }

  /** Behind the newest record at the moment of asking. */
  record End() implements ReplayPoint {
    @Override
    public String toString() {
      return "end";
    }
  }

  /** The first record with this timestamp or a later one. */
  record At(Instant time) implements ReplayPoint {
    @Override
    public String toString() {
      return time.toString();
    }
  }

  /** An offset, the same in each partition asked for. */
  record Offset(long offset) implements ReplayPoint {
    @Override
    public String toString() {
      return Long.toString(offset);
    }
  }

  /**
   * Reads {@code beginning}, {@code end}, an offset, an ISO 8601 time with its zone, or a duration
   * such as {@code PT2H} for so long ago.
   *
   * @throws IllegalArgumentException saying what is expected
   */
  static ReplayPoint parse(String text, Instant now) {
    try {
      if (text.equals("beginning")) {
        return new Beginning();
      }
      if (text.equals("end")) {
        return new End();
      }
      if (text.matches("\\d{1,18}")) {
        return new Offset(Long.parseLong(text));
      }
      if (text.startsWith("P")) {
        return new At(now.minus(Duration.parse(text).abs()));
      }
      return new At(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' is none of: beginning, end, an offset, a time with its zone such as"
                  + " 2026-11-20T10:00:00Z, a time ago such as PT2H",
              text),
          e);
    }
  }
}
