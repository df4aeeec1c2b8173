package io.spillway.reports.core;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The spans of time to choose from; all end now. */
public enum Range {
  QUARTER_HOUR("15m", "last 15 minutes", Duration.ofMinutes(15)),
  HOUR("60m", "last 60 minutes", Duration.ofMinutes(60)),
  SIX_HOURS("6h", "last 6 hours", Duration.ofHours(6)),
  DAY("24h", "last 24 hours", Duration.ofHours(24)),
  WEEK("7d", "last 7 days", Duration.ofDays(7)),
  MONTH("30d", "last 30 days", Duration.ofDays(30)),
  /** From the first document to the last. */
  EVERYTHING("all", "all time", Duration.ZERO);

  private final String code;
  private final String label;
  private final Duration span;

  Range(String code, String label, Duration span) {
    this.code = code;
    this.label = label;
    this.span = span;
  }

  /** As written in an address: {@code 60m}. */
  public String code() {
    return code;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** How long; zero of everything. */
  public Duration span() {
    return span;
  }

  /** All codes, for a message. */
  public static String codes() {
    return Arrays.stream(values()).map(Range::code).collect(Collectors.joining(", "));
  }

  /** The range of a code, if there is one. */
  public static Optional<Range> of(String code) {
    return Arrays.stream(values()).filter(range -> range.code.equals(code)).findFirst();
  }
}
