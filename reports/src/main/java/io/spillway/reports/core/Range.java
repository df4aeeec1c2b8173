package io.spillway.reports.core;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The spans of time to choose from; all end now. */
public enum Range {
  QUARTER_HOUR(Duration.ofMinutes(15)),
  HOUR(Duration.ofHours(1)),
  SIX_HOURS(Duration.ofHours(6)),
  DAY(Duration.ofDays(1)),
  WEEK(Duration.ofDays(7)),
  MONTH(Duration.ofDays(30)),
  /** From the first document to the last. */
  EVERYTHING(Duration.ZERO);

  private final Duration span;

  Range(Duration span) {
    this.span = span;
  }

  /** As written in an address: {@code 15m}, {@code 60m}, {@code 24h}, {@code 7d}, {@code all}. */
  public String code() {
    return this == EVERYTHING ? "all" : count() + unitName().substring(0, 1);
  }

  /** For people: {@code last 60 minutes}. */
  public String label() {
    return this == EVERYTHING ? "all time" : "last " + count() + " " + unitName();
  }

  /** How long; zero of everything. */
  public Duration span() {
    return span;
  }

  public static String codes() {
    return Arrays.stream(values()).map(Range::code).collect(Collectors.joining(", "));
  }

  public static Optional<Range> of(String code) {
    return Arrays.stream(values()).filter(range -> range.code().equals(code)).findFirst();
  }

  /** Up to an hour is told in minutes, up to a day in hours. */
  private ChronoUnit unit() {
    if (span.compareTo(Duration.ofHours(1)) <= 0) {
      return ChronoUnit.MINUTES;
    }
    return span.compareTo(Duration.ofDays(1)) <= 0 ? ChronoUnit.HOURS : ChronoUnit.DAYS;
  }

  private long count() {
    return span.dividedBy(unit().getDuration());
  }

  private String unitName() {
    return unit().name().toLowerCase(Locale.ROOT);
  }
}
