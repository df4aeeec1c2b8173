package io.spillway.ingest.core;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Times as every answer has them: RFC 3339, UTC, with milliseconds, as the tables keep them. */
public final class Timestamps {
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private Timestamps() {}

  /** The text of a time, cut to its millisecond. */
  public static String text(Instant time) {
    return MILLIS.format(time);
  }
}
