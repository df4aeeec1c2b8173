package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.Bucket;
import io.spillway.analytics.core.report.ReportTable.Row;
import io.spillway.analytics.core.report.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The steps that a chart over time shows, those without documents among them.
 *
 * @param cut whether there are earlier ones that are not shown
 */
record TimeAxis(List<Instant> steps, Duration step, boolean cut) {
  /** Columns that can still be told apart on a wide screen. */
  private static final int MAX_STEPS = 366;

  private static final int MAX_CLOCK_STEPS = 150;

  static TimeAxis of(Bucket bucket, List<Row> rows, Window window) {
    Duration step =
        switch (bucket) {
          case Bucket.Hour _ -> Duration.ofHours(1);
          case Bucket.Day _ -> Duration.ofDays(1);
          default -> window.step();
        };
    if (bucket instanceof Bucket.WindowStep && window.bounded()) {
      return new TimeAxis(window.steps(), step, false);
    }
    List<Instant> found =
        rows.stream().map(row -> Instant.parse(row.key(bucket.field()))).sorted().toList();
    Instant first = found.getFirst();
    Instant last = found.getLast();
    Instant earliest = last.minus(step.multipliedBy(MAX_STEPS - 1));
    boolean cut = first.isBefore(earliest);
    return new TimeAxis(
        Stream.iterate(cut ? earliest : first, at -> !at.isAfter(last), at -> at.plus(step))
            .toList(),
        step,
        cut);
  }

  /** Under the axis. */
  String label(Instant at) {
    if (step.compareTo(Duration.ofDays(1)) >= 0) {
      return Labels.day(at);
    }
    Duration span = step.multipliedBy(steps.size());
    boolean clock = span.compareTo(Duration.ofHours(30)) <= 0 && steps.size() <= MAX_CLOCK_STEPS;
    return clock ? Labels.clock(at) : Labels.dayAndClock(at);
  }

  /** The whole time, for a tooltip or a table. */
  String moment(Instant at) {
    return step.compareTo(Duration.ofDays(1)) >= 0 ? Labels.day(at) : Labels.minute(at);
  }

  /** Such as {@code per minute}. */
  String every() {
    long minutes = step.toMinutes();
    if (minutes % 1_440 == 0) {
      return minutes == 1_440 ? "per day" : "per " + minutes / 1_440 + " days";
    }
    if (minutes % 60 == 0) {
      return minutes == 60 ? "per hour" : "per " + minutes / 60 + " hours";
    }
    return minutes == 1 ? "per minute" : "per " + minutes + " minutes";
  }
}
