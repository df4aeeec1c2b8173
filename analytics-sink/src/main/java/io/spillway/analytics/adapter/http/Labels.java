package io.spillway.analytics.adapter.http;

import io.spillway.analytics.NamedReportReads;
import io.spillway.analytics.core.report.Bucket;
import io.spillway.analytics.core.report.Dimension;
import io.spillway.analytics.core.report.Money;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.Unit;
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
  private static final DateTimeFormatter DAY_AND_CLOCK = format("MM-dd HH:mm");
  private static final DateTimeFormatter MINUTE = format("uuuu-MM-dd HH:mm");
  private static final DateTimeFormatter MILLIS = format("uuuu-MM-dd HH:mm:ss.SSS");
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

  static String dayAndClock(Instant time) {
    return DAY_AND_CLOCK.format(time);
  }

  static String minute(Instant time) {
    return MINUTE.format(time);
  }

  static String millis(Instant time) {
    return MILLIS.format(time);
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

  /** A figure with its unit; money needs a currency. */
  static String figure(long value, Unit unit, String currency) {
    return switch (unit) {
      case MONEY -> currency.isEmpty() ? count(value) : money(value, currency);
      case TIME -> moment(Instant.ofEpochMilli(value));
      case MILLIS -> span(Duration.ofMillis(value));
      case SECONDS -> span(Duration.ofSeconds(value));
      case MINUTES -> span(Duration.ofMinutes(value));
      case ORDERS, UNITS, RECORDS, LINES -> count(value) + ' ' + noun(unit, value);
    };
  }

  /** How long something takes: {@code 85 ms}, {@code 1.3 s}, {@code 12 min}. */
  static String span(Duration span) {
    long millis = span.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    return millis < 10_000 ? trimmed(Math.round(millis / 100.0) / 10.0) + " s" : age(span);
  }

  /** A bucket's key; a product's with its name and category as far as they are known. */
  static String product(Bucket bucket, ReportTable.Row row) {
    String key = row.key(bucket.field());
    String name = row.key(NamedReportReads.NAME);
    if (!bucket.field().equals(Dimension.SKU.field()) || name.isEmpty()) {
      return key;
    }
    String category = row.key(NamedReportReads.CATEGORY);
    return key + " · " + name + (category.isEmpty() ? "" : " (" + category + ")");
  }

  private static String noun(Unit unit, long value) {
    String many = unit.label();
    return value == 1 ? many.substring(0, many.length() - 1) : many;
  }

  /** A document's field, for a heading. */
  static String field(String field) {
    return switch (field) {
      case "settleMillis" -> "Latency";
      case "createdAt" -> "Age";
      default -> Dimension.ofField(field).map(Dimension::title).orElseGet(() -> title(field));
    };
  }

  /** {@code CONFIRMED} is Confirmed, {@code minutesLeft} is Minutes left. */
  static String title(String name) {
    String words = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
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
