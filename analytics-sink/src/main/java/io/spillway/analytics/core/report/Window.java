package io.spillway.analytics.core.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The span of time a report looks back over, cut into equal steps that lie on round times.
 *
 * @param from start of the first step
 * @param to end, exclusive, of the last and unfinished step
 */
public record Window(Range range, Instant from, Instant to) {
  /** The spans to choose from. */
  public enum Range {
    QUARTER_HOUR("15m", "last 15 minutes", Duration.ofMinutes(15), Duration.ofMinutes(1)),
    HOUR("60m", "last 60 minutes", Duration.ofMinutes(60), Duration.ofMinutes(1)),
    SIX_HOURS("6h", "last 6 hours", Duration.ofHours(6), Duration.ofMinutes(5)),
    DAY("24h", "last 24 hours", Duration.ofHours(24), Duration.ofMinutes(20));

    private final String code;
    private final String label;
    private final Duration span;
    private final Duration step;

    Range(String code, String label, Duration span, Duration step) {
      this.code = code;
      this.label = label;
      this.span = span;
      this.step = step;
    }

    /** As written in an address: {@code 60m}. */
    public String code() {
      return code;
    }

    /** For people. */
    public String label() {
      return label;
    }

    /** Width of one bucket. */
    public Duration step() {
      return step;
    }

    /** The range of a code, if there is one. */
    public static Optional<Range> of(String code) {
      return Arrays.stream(values()).filter(range -> range.code.equals(code)).findFirst();
    }
  }

  /** The range that ends with the step {@code now} is in. */
  public static Window endingAt(Instant now, Range range) {
    long stepMillis = range.step.toMillis();
    Instant to = Instant.ofEpochMilli((now.toEpochMilli() / stepMillis + 1) * stepMillis);
    return new Window(range, to.minus(range.span), to);
  }

  /** Starts of all steps, oldest first. */
  public List<Instant> steps() {
    return Stream.iterate(from, step -> step.isBefore(to), step -> step.plus(range.step)).toList();
  }
}
