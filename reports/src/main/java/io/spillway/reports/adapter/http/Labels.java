package io.spillway.reports.adapter.http;

import io.spillway.reports.NamedReportReads;
import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.Dimension;
import io.spillway.reports.core.Metric;
import io.spillway.reports.core.Money;
import io.spillway.reports.core.ReportTable.Row;
import io.spillway.reports.core.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Values, times and statuses for people; all times are UTC. */
final class Labels {
  private static final DateTimeFormatter DAY = format("uuuu-MM-dd");
  private static final DateTimeFormatter MINUTE = format("uuuu-MM-dd HH:mm");
  private static final DateTimeFormatter MILLIS = format("uuuu-MM-dd HH:mm:ss.SSS");
  private static final DateTimeFormatter MOMENT = format("uuuu-MM-dd HH:mm:ss");

  /** Successful statuses first; unknown ones come last. */
  private static final List<String> STATUSES =
      List.of(
          "CONFIRMED", "FULFILLED", "RESERVED", "RESERVING", "REJECTED", "CANCELLED", "EXPIRED");

  private Labels() {}

  static String day(Instant time) {
    return DAY.format(time);
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

  /** A value with its unit; money needs a currency. */
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

  /** A row's key; a product's with its name and category as far as they are known. */
  static String key(Bucket bucket, Row row) {
    String key = row.key(bucket.field());
    return switch (bucket) {
      case Bucket.Groups _ -> key;
      case Bucket.WindowStep _, Bucket.Hour _ -> minute(Instant.parse(key));
      case Bucket.Day _ -> day(Instant.parse(key));
      case Bucket.Terms terms ->
          switch (terms.field()) {
            case "status", "refusals.reason" -> status(key);
            case "sku" -> product(key, row);
            default -> key;
          };
    };
  }

  private static String product(String sku, Row row) {
    String name = row.key(NamedReportReads.NAME);
    String category = row.key(NamedReportReads.CATEGORY);
    return name.isEmpty()
        ? sku
        : sku + " · " + name + (category.isEmpty() ? "" : " (" + category + ")");
  }

  /** A metric's cell in a table, whose heading has the unit; a dash when there is no value. */
  static String cell(Metric metric, Row row) {
    if (!row.has(metric.name())) {
      return "–";
    }
    long value = row.value(metric.name());
    return switch (metric.unit()) {
      case ORDERS, UNITS, RECORDS, LINES -> count(value);
      default -> figure(value, metric.unit(), row.key("currency"));
    };
  }

  static String heading(Bucket bucket) {
    return switch (bucket) {
      case Bucket.Terms terms -> field(terms.field());
      case Bucket.Groups groups -> field(groups.field());
      case Bucket.WindowStep _, Bucket.Hour _ -> "Time (UTC)";
      case Bucket.Day _ -> "Day (UTC)";
    };
  }

  static String heading(Metric metric) {
    String name = metric.name().equals("updatedAt") ? "Last change" : title(metric.name());
    return metric.unit() == Unit.TIME ? name + " (UTC)" : name;
  }

  private static String noun(Unit unit, long value) {
    String many = unit.label();
    return value == 1 ? many.substring(0, many.length() - 1) : many;
  }

  private static String field(String field) {
    return switch (field) {
      case "settleMillis" -> "Latency";
      case "createdAt" -> "Age";
      default -> Dimension.ofField(field).map(Dimension::title).orElseGet(() -> title(field));
    };
  }

  /** {@code minutesLeft} is Minutes left. */
  private static String title(String name) {
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
