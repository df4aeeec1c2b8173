package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.report.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Figures, times and statuses for people; all times are UTC. */
final class Labels {
  private static final DateTimeFormatter CLOCK = format("HH:mm");
  private static final DateTimeFormatter DAY = format("uuuu-MM-dd");
  private static final DateTimeFormatter MOMENT = format("uuuu-MM-dd HH:mm:ss");

  /** The order in which a reader looks for statuses; others come after. */
  private static final List<String> STATUSES =
      List.of(
          "CONFIRMED", "FULFILLED", "RESERVED", "RESERVING", "REJECTED", "CANCELLED", "EXPIRED");

  private Labels() {}

  static String clock(Instant time) {
    return CLOCK.format(time);
  }

  static String day(Instant time) {
    return DAY.format(time);
  }

  static String moment(Instant time) {
    return MOMENT.format(time);
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String money(long minorUnits, String currency) {
    return Money.text(minorUnits, currency) + ' ' + currency;
  }

  /** An axis tick: 1,500 is {@code 1.5k}, 2,000,000 is {@code 2M}. */
  static String tick(double value) {
    if (value >= 1e9) {
      return trimmed(value / 1e9) + "G";
    }
    if (value >= 1e6) {
      return trimmed(value / 1e6) + "M";
    }
    return value >= 1e3 ? trimmed(value / 1e3) + "k" : trimmed(value);
  }

  /** A share of a whole; empty when there is no whole. */
  static String percent(long part, long whole) {
    return whole == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  static String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7_200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
  }

  /** {@code CONFIRMED} is Confirmed. */
  static String status(String status) {
    return status.isEmpty()
        ? status
        : status.charAt(0) + status.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Sorts statuses as {@link #STATUSES} has them. */
  static int statusRank(String status) {
    int rank = STATUSES.indexOf(status);
    return rank < 0 ? STATUSES.size() : rank;
  }

  /** The style of a status: known ones have a colour of their own. */
  static String statusStyle(String status) {
    return STATUSES.contains(status) ? "s-" + status.toLowerCase(Locale.ROOT) : "s-other";
  }

  private static String trimmed(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceAll("\\.?0+$", "");
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }
}
