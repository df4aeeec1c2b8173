package io.spillway.analytics.core.report;

import static io.spillway.analytics.core.document.Indices.ORDERS;
import static io.spillway.analytics.core.document.Indices.STAGE_LAG;
import static io.spillway.analytics.core.document.Indices.STOCK;
import static io.spillway.analytics.core.document.Indices.STOCK_MOVEMENTS;
import static io.spillway.analytics.core.report.Section.OPERATIONS;

import io.spillway.analytics.core.report.Bucket.Group;
import io.spillway.analytics.core.report.Bucket.Groups;
import io.spillway.analytics.core.report.Bucket.Terms;
import io.spillway.analytics.core.report.Bucket.WindowStep;
import io.spillway.analytics.core.report.Filter.Aged;
import io.spillway.analytics.core.report.Filter.AnyOf;
import io.spillway.analytics.core.report.Filter.Between;
import io.spillway.analytics.core.report.Filter.Everything;
import io.spillway.analytics.core.report.Filter.Present;
import io.spillway.analytics.core.report.Metric.Count;
import io.spillway.analytics.core.report.Metric.Highest;
import io.spillway.analytics.core.report.Metric.Latest;
import io.spillway.analytics.core.report.Metric.Percentile;
import io.spillway.analytics.core.report.ReportDefinition.Time;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the pipeline does. */
final class OperationsReports {
  private static final int STATUSES = 16;
  private static final int STAGES = 16;
  private static final Time TAKEN = new Time("createdAt", Range.HOUR);
  private static final Time EVER_TAKEN = new Time("createdAt", Range.EVERYTHING);
  private static final Metric ORDER_COUNT = new Count("orders", Unit.ORDERS);

  /** Several samples: a sampler that is late must not look like a pipeline at rest. */
  private static final Duration LATEST_SAMPLES = Duration.ofSeconds(30);

  static final ReportDefinition ORDERS_BY_STATUS =
      new ReportDefinition(
          "orders-by-status",
          "Orders by status",
          "How many orders are there, and how did they end?",
          OPERATIONS,
          ORDERS,
          EVER_TAKEN,
          List.of(),
          List.of(new Terms("status", STATUSES)),
          List.of(ORDER_COUNT),
          Chart.TILES);

  static final ReportDefinition NEWEST_ORDER =
      newest("newest-order", "Newest order document", ORDERS, "updatedAt");
  static final ReportDefinition NEWEST_STOCK =
      newest("newest-stock", "Newest stock document", STOCK, "updatedAt");
  static final ReportDefinition NEWEST_MOVEMENT =
      newest("newest-movement", "Newest movement document", STOCK_MOVEMENTS, "at");

  static final ReportDefinition ORDERS_OVER_TIME =
      new ReportDefinition(
          "orders-over-time",
          "Orders over time",
          "How fast do orders come in, and what becomes of them?",
          OPERATIONS,
          ORDERS,
          TAKEN,
          List.of(),
          List.of(new WindowStep("createdAt"), new Terms("status", STATUSES)),
          List.of(ORDER_COUNT),
          Chart.STACKED_COLUMNS);

  static final ReportDefinition CONVERSION =
      new ReportDefinition(
          "conversion",
          "Conversion",
          "Of the orders that were accepted, how many became sales?",
          OPERATIONS,
          ORDERS,
          EVER_TAKEN,
          List.of(),
          List.of(
              new Groups(
                  "status",
                  List.of(
                      new Group("Accepted", new Everything()),
                      group("Sold: confirmed or fulfilled", "CONFIRMED", "FULFILLED"),
                      group("Refused", "REJECTED"),
                      group("Given up: cancelled or expired", "CANCELLED", "EXPIRED"),
                      group("Still open", "RESERVING", "RESERVED")))),
          List.of(ORDER_COUNT),
          Chart.BARS);

  static final ReportDefinition REFUSED_BY_REASON =
      new ReportDefinition(
          "refused-by-reason",
          "Refused by reason",
          "Why could orders, or some of their lines, not be had?",
          OPERATIONS,
          ORDERS,
          EVER_TAKEN,
          List.of(new Present("refusals.reason")),
          List.of(new Terms("refusals.reason", STATUSES)),
          List.of(ORDER_COUNT),
          Chart.BARS);

  static final ReportDefinition RESERVATION_LATENCY =
      new ReportDefinition(
          "reservation-latency",
          "Reservation latency",
          "How long did customers wait from acceptance to the first answer?",
          OPERATIONS,
          ORDERS,
          TAKEN,
          List.of(new Present("settleMillis")),
          List.of(new WindowStep("createdAt")),
          List.of(percentile(50), percentile(95), percentile(99)),
          Chart.LINES);

  static final ReportDefinition RESERVATION_LATENCY_BANDS =
      new ReportDefinition(
          "reservation-latency-bands",
          "Reservation latency, counted",
          "How many orders were answered how quickly?",
          OPERATIONS,
          ORDERS,
          TAKEN,
          List.of(new Present("settleMillis")),
          List.of(
              new Groups(
                  "settleMillis",
                  List.of(
                      within("under 100 ms", null, 100L),
                      within("100 ms to 250 ms", 100L, 250L),
                      within("250 ms to 1 s", 250L, 1_000L),
                      within("1 s to 5 s", 1_000L, 5_000L),
                      within("5 s to 1 min", 5_000L, 60_000L),
                      within("1 min and more", 60_000L, null)))),
          List.of(ORDER_COUNT),
          Chart.BARS);

  static final ReportDefinition OPEN_HOLDS =
      new ReportDefinition(
          "open-holds",
          "Open holds by age",
          "How long have orders held stock without a decision?",
          OPERATIONS,
          ORDERS,
          null,
          List.of(new AnyOf("status", List.of("RESERVED"))),
          List.of(
              new Groups(
                  "createdAt",
                  List.of(
                      aged("under 1 min", null, Duration.ofMinutes(1)),
                      aged("1 to 5 min", Duration.ofMinutes(1), Duration.ofMinutes(5)),
                      aged("5 to 15 min", Duration.ofMinutes(5), Duration.ofMinutes(15)),
                      aged("15 to 60 min", Duration.ofMinutes(15), Duration.ofHours(1)),
                      aged("1 to 24 h", Duration.ofHours(1), Duration.ofHours(24)),
                      aged("a day and more", Duration.ofHours(24), null)))),
          List.of(ORDER_COUNT),
          Chart.BARS);

  static final ReportDefinition STAGE_LAGS =
      new ReportDefinition(
          "stage-lag",
          "Waiting before each stage",
          "What has not been worked off yet, how late are documents, and when will it be done?",
          OPERATIONS,
          STAGE_LAG,
          null,
          List.of(new Aged("at", null, LATEST_SAMPLES)),
          List.of(new Terms("stage", STAGES)),
          List.of(
              new Highest("waiting", "waiting", Unit.RECORDS),
              new Highest("delay", "delayMillis", Unit.MILLIS),
              new Highest("emptyIn", "emptyInSeconds", Unit.SECONDS)),
          Chart.TABLE);

  static final ReportDefinition BACKLOG =
      new ReportDefinition(
          "backlog",
          "Drain of the backlog",
          "Does what waits become less?",
          OPERATIONS,
          STAGE_LAG,
          new Time("at", Range.HOUR),
          List.of(),
          List.of(new WindowStep("at"), new Terms("stage", STAGES)),
          List.of(new Highest("waiting", "waiting", Unit.RECORDS)),
          Chart.LINES);

  private OperationsReports() {}

  private static ReportDefinition newest(String name, String title, String index, String field) {
    return new ReportDefinition(
        name,
        title,
        "How old is the newest change that the reports have seen?",
        OPERATIONS,
        index,
        null,
        List.of(),
        List.of(),
        List.of(new Latest("newest", field)),
        Chart.TILES);
  }

  private static Group group(String name, String... statuses) {
    return new Group(name, new AnyOf("status", List.of(statuses)));
  }

  private static Group within(String name, @Nullable Long fromMillis, @Nullable Long belowMillis) {
    return new Group(name, new Between("settleMillis", fromMillis, belowMillis));
  }

  private static Group aged(String name, @Nullable Duration atLeast, @Nullable Duration under) {
    return new Group(name, new Aged("createdAt", atLeast, under));
  }

  private static Metric percentile(int percent) {
    return new Percentile("p" + percent, "settleMillis", percent, Unit.MILLIS);
  }
}
