package io.spillway.reports.adapter.http;

import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.ReportTable.Row;
import io.spillway.reports.core.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The steps of a chart over time, including those without documents.
 *
 * @param cut whether earlier steps are left out
 */
record TimeAxis(List<Instant> steps, Duration step, boolean cut) {
  /** More columns cannot be told apart on a wide screen. */
  private static final int MAX_STEPS = 366;

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
