package io.spillway.reports.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The span of time a report looks at, cut into equal steps that lie on round times.
 *
 * @param from inclusive; null reaches back to the first document
 * @param to exclusive; null reaches on to the last
 */
public record Window(@Nullable Instant from, @Nullable Instant to, Duration step, String label) {
  /** More steps than this are no chart any more. */
  private static final int MAX_STEPS = 120;

  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(20),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(7),
          Duration.ofDays(28),
          Duration.ofDays(364));

  /** The range that ends with the step {@code now} is in. */
  public static Window endingAt(Instant now, Range range) {
    if (range == Range.EVERYTHING) {
      return new Window(null, null, Duration.ofDays(1), range.label());
    }
    Duration step = stepOf(range.span());
    long stepMillis = step.toMillis();
    Instant to = Instant.ofEpochMilli((now.toEpochMilli() / stepMillis + 1) * stepMillis);
    return new Window(to.minus(range.span()), to, step, range.label());
  }

  /** Between two times; {@code from} must be before {@code to}. */
  public static Window between(Instant from, Instant to) {
    Duration span = Duration.between(from, to);
    if (!span.isPositive()) {
      throw new IllegalArgumentException("from " + from + " is not before to " + to);
    }
    return new Window(from, to, stepOf(span), from + " to " + to);
  }

  private static Duration stepOf(Duration span) {
    return STEPS.stream()
        .filter(step -> span.dividedBy(step) <= MAX_STEPS)
        .findFirst()
        .orElse(STEPS.getLast());
  }

  public boolean bounded() {
    return from != null && to != null;
  }

  /** Starts of all steps that lie in it, oldest first; none of one that is not bounded. */
  public List<Instant> steps() {
    if (from == null || to == null) {
      return List.of();
    }
    long stepMillis = step.toMillis();
    Instant first =
        Instant.ofEpochMilli(Math.floorDiv(from.toEpochMilli(), stepMillis) * stepMillis);
    return Stream.iterate(first, at -> at.isBefore(to), at -> at.plus(step)).toList();
  }
}
