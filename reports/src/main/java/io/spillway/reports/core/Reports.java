package io.spillway.reports.core;

import static io.spillway.reports.core.Section.OPERATIONS;
import static io.spillway.reports.core.Section.SALES;
import static io.spillway.reports.core.Section.STOCK;

import io.spillway.reports.core.Bucket.Day;
import io.spillway.reports.core.Bucket.Group;
import io.spillway.reports.core.Bucket.Groups;
import io.spillway.reports.core.Bucket.Hour;
import io.spillway.reports.core.Bucket.Terms;
import io.spillway.reports.core.Bucket.WindowStep;
import io.spillway.reports.core.Filter.Aged;
import io.spillway.reports.core.Filter.AnyOf;
import io.spillway.reports.core.Filter.Between;
import io.spillway.reports.core.Filter.Everything;
import io.spillway.reports.core.Filter.Flag;
import io.spillway.reports.core.Filter.Present;
import io.spillway.reports.core.Metric.Count;
import io.spillway.reports.core.Metric.Highest;
import io.spillway.reports.core.Metric.Latest;
import io.spillway.reports.core.Metric.MinutesLeft;
import io.spillway.reports.core.Metric.Percentile;
import io.spillway.reports.core.Metric.Sum;
import io.spillway.schemas.documents.Indices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every report there is, in the order of the page. A new one is one more constant here. */
public final class Reports {
  private static final List<ReportDefinition> DEFINED = new ArrayList<>();

  /** More than there are statuses, reasons, stages. */
  private static final int ALL_VALUES = 16;

  private static final int TOP = 10;
  private static final Count ORDERS = new Count("orders", Unit.ORDERS);
  private static final Sum AMOUNT = new Sum("amount", "keptAmount", Unit.MONEY);
  private static final Sum UNITS = new Sum("units", "quantity", Unit.UNITS);
  private static final Sum RESERVED = new Sum("reserved", "reserved", Unit.UNITS);
  private static final Highest WAITING = new Highest("waiting", "waiting", Unit.RECORDS);
  private static final Latest CHANGED = new Latest("updatedAt", "updatedAt");
  private static final Bucket BY_CURRENCY = new Terms("currency", 10);
  private static final Bucket BY_STATUS = new Terms("status", ALL_VALUES);
  private static final Filter SOLD = new AnyOf("status", List.of("CONFIRMED", "FULFILLED"));

  /** Several samples of lag: a late sampler must not look like an idle pipeline. */
  private static final Duration LATEST_SAMPLES = Duration.ofSeconds(30);

  public static final ReportDefinition ORDERS_BY_STATUS =
      report(OPERATIONS, "orders-by-status", "Orders by status", Indices.ORDERS)
          .asks("How many orders are in each status?")
          .over("createdAt", Range.EVERYTHING)
          .by(BY_STATUS)
          .shows(Chart.TILES, ORDERS);

  public static final ReportDefinition NEWEST_ORDER =
      report(OPERATIONS, "newest-order", "Latest order change", Indices.ORDERS)
          .asks("When did the latest indexed change of an order happen?")
          .shows(Chart.TILES, new Latest("newest", "updatedAt"));

  public static final ReportDefinition NEWEST_STOCK =
      report(OPERATIONS, "newest-stock", "Latest stock change", Indices.STOCK)
          .asks("When did the latest indexed change of stock happen?")
          .shows(Chart.TILES, new Latest("newest", "updatedAt"));

  public static final ReportDefinition NEWEST_MOVEMENT =
      report(OPERATIONS, "newest-movement", "Latest release or adjustment", Indices.STOCK_MOVEMENTS)
          .asks("When was stock last released or adjusted, by what is indexed?")
          .only(new AnyOf("kind", List.of("RELEASE", "ADJUST")))
          .shows(Chart.TILES, new Latest("newest", "at"));

  public static final ReportDefinition ORDERS_OVER_TIME =
      report(OPERATIONS, "orders-over-time", "Orders over time", Indices.ORDERS)
          .asks("How many orders were accepted when, and what is their status now?")
          .over("createdAt", Range.HOUR)
          .by(new WindowStep("createdAt"), BY_STATUS)
          .shows(Chart.STACKED_COLUMNS, ORDERS);

  public static final ReportDefinition CONVERSION =
      report(OPERATIONS, "conversion", "Conversion", Indices.ORDERS)
          .asks("How many of the accepted orders became sales?")
          .over("createdAt", Range.EVERYTHING)
          .by(
              new Groups(
                  "status",
                  List.of(
                      new Group("Accepted", new Everything()),
                      statuses("Sold: confirmed or fulfilled", "CONFIRMED", "FULFILLED"),
                      statuses("Refused", "REJECTED"),
                      statuses("Given up: cancelled or expired", "CANCELLED", "EXPIRED"),
                      statuses("Still open", "RESERVING", "RESERVED"))))
          .shows(Chart.BARS, ORDERS);

  public static final ReportDefinition REFUSED_BY_REASON =
      report(OPERATIONS, "refused-by-reason", "Refusals by reason", Indices.ORDERS)
          .asks("Why were orders, or some of their lines, refused?")
          .over("createdAt", Range.EVERYTHING)
          .only(new Present("refusals.reason"))
          .by(new Terms("refusals.reason", ALL_VALUES))
          .whenEmpty("Nothing was refused.")
          .shows(Chart.BARS, ORDERS);

  public static final ReportDefinition RESERVATION_LATENCY =
      report(OPERATIONS, "reservation-latency", "Reservation latency", Indices.ORDERS)
          .asks("How long did customers wait from acceptance to the first answer?")
          .over("createdAt", Range.HOUR)
          .only(new Present("settleMillis"))
          .by(new WindowStep("createdAt"))
          .shows(Chart.LINES, percentile(50), percentile(95), percentile(99));

  public static final ReportDefinition RESERVATION_LATENCY_BANDS =
      report(
              OPERATIONS,
              "reservation-latency-bands",
              "Reservation latency, distribution",
              Indices.ORDERS)
          .asks("How many orders were answered how quickly?")
          .over("createdAt", Range.HOUR)
          .only(new Present("settleMillis"))
          .by(
              new Groups(
                  "settleMillis",
                  List.of(
                      within("under 100 ms", null, 100L),
                      within("100 ms to 250 ms", 100L, 250L),
                      within("250 ms to 1 s", 250L, 1_000L),
                      within("1 s to 5 s", 1_000L, 5_000L),
                      within("5 s to 1 min", 5_000L, 60_000L),
                      within("1 min and more", 60_000L, null))))
          .shows(Chart.BARS, ORDERS);

  public static final ReportDefinition OPEN_HOLDS =
      report(OPERATIONS, "open-holds", "Open holds by age", Indices.ORDERS)
          .asks("How long have orders held stock without being confirmed or cancelled?")
          .only(new AnyOf("status", List.of("RESERVED")))
          .by(
              new Groups(
                  "createdAt",
                  List.of(
                      aged("under 1 min", null, Duration.ofMinutes(1)),
                      aged("1 to 5 min", Duration.ofMinutes(1), Duration.ofMinutes(5)),
                      aged("5 to 15 min", Duration.ofMinutes(5), Duration.ofMinutes(15)),
                      aged("15 to 60 min", Duration.ofMinutes(15), Duration.ofHours(1)),
                      aged("1 to 24 h", Duration.ofHours(1), Duration.ofHours(24)),
                      aged("a day and more", Duration.ofHours(24), null))))
          .whenEmpty("No orders are on hold.")
          .shows(Chart.BARS, ORDERS);

  public static final ReportDefinition STAGE_LAG =
      report(OPERATIONS, "stage-lag", "Lag by stage", Indices.STAGE_LAG)
          .asks("How far is each stage behind, and when will it have caught up?")
          .only(new Aged("at", null, LATEST_SAMPLES))
          .by(new Terms("stage", ALL_VALUES))
          .whenEmpty("No stage reported its lag in the last 30 seconds.")
          .shows(
              Chart.TABLE,
              WAITING,
              new Highest("delay", "delayMillis", Unit.MILLIS),
              new Highest("emptyIn", "emptyInSeconds", Unit.SECONDS));

  public static final ReportDefinition BACKLOG =
      report(OPERATIONS, "backlog", "Lag over time", Indices.STAGE_LAG)
          .asks("Are the stages catching up or falling behind?")
          .over("at", Range.HOUR)
          .by(new WindowStep("at"), new Terms("stage", ALL_VALUES))
          .shows(Chart.LINES, WAITING);

  public static final ReportDefinition REVENUE_BY_DAY =
      revenue("revenue-by-day", "Revenue by day")
          .asks("What are confirmed and fulfilled orders worth, by the day (UTC) they were placed?")
          .by(BY_CURRENCY, new Day("placedAt"))
          .shows(Chart.COLUMNS_PER_CURRENCY, AMOUNT, ORDERS);

  public static final ReportDefinition REVENUE_BY_HOUR =
      revenue("revenue-by-hour", "Revenue by hour")
          .asks("What are they worth by the hour (UTC) they were placed?")
          .by(BY_CURRENCY, new Hour("placedAt"))
          .shows(Chart.COLUMNS_PER_CURRENCY, AMOUNT, ORDERS);

  public static final ReportDefinition REVENUE_BY_COUNTRY =
      revenue("revenue-by-country", "Revenue by country")
          .asks("Which countries do confirmed and fulfilled orders come from?")
          .by(BY_CURRENCY, new Terms("country", 50))
          .shows(Chart.BARS, AMOUNT, ORDERS);

  public static final ReportDefinition REVENUE_BY_TENANT =
      revenue("revenue-by-tenant", "Revenue by tenant")
          .asks("What are each tenant's confirmed and fulfilled orders worth?")
          .by(BY_CURRENCY, new Terms("tenant", TOP))
          .shows(Chart.BARS, AMOUNT, ORDERS);

  public static final ReportDefinition TOP_SKUS_BY_REVENUE =
      products("top-skus-by-revenue", "Top products by revenue")
          .asks("Which products bring in the most money?")
          .by(BY_CURRENCY, new Terms("sku", 20))
          .shows(Chart.BARS, AMOUNT, UNITS);

  public static final ReportDefinition TOP_SKUS_BY_UNITS =
      products("top-skus-by-units", "Top products by units")
          .asks("Which products sell the most units?")
          .by(new Terms("sku", TOP))
          .shows(Chart.BARS, UNITS);

  public static final ReportDefinition SLOWEST_SKUS =
      products("slowest-skus", "Slowest products")
          .asks("Of the products that sold at all, which sold the fewest units?")
          .by(new Terms("sku", TOP, true))
          .shows(Chart.BARS, UNITS);

  public static final ReportDefinition REFUSED_DEMAND =
      report(SALES, "refused-demand", "Refused demand", Indices.ORDER_LINES)
          .asks("Which products were ordered but not in stock?")
          .over("placedAt", Range.EVERYTHING)
          .only(new Between("missing", 1L, null))
          .by(new Terms("sku", TOP))
          .whenEmpty("Nothing was refused.")
          .shows(
              Chart.BARS,
              new Sum("missing", "missing", Unit.UNITS),
              new Count("lines", Unit.LINES));

  public static final ReportDefinition STOCK_OUTS =
      report(STOCK, "stock-outs", "Sold out now", Indices.STOCK)
          .asks("Which products have no stock available?")
          .only(new Between("available", null, 1L))
          .by(new Terms("sku", 50), new Terms("tenant", TOP))
          .whenEmpty("No products are sold out.")
          .shows(Chart.TABLE, CHANGED, RESERVED);

  public static final ReportDefinition LOW_STOCK =
      report(STOCK, "low-stock", "Low on stock", Indices.STOCK)
          .asks(
              "Which products are at or below their low-stock threshold, and how long will they"
                  + " last?")
          .only(new Flag("low"))
          .by(new Terms("sku", 50), new Terms("tenant", TOP))
          .whenEmpty("No products are low on stock.")
          .shows(
              Chart.TABLE,
              CHANGED,
              new Sum("available", "available", Unit.UNITS),
              new Sum("threshold", "threshold", Unit.UNITS),
              RESERVED,
              new MinutesLeft("minutesLeft", "available", Duration.ofHours(1)));

  public static final ReportDefinition FASTEST_SKUS =
      report(STOCK, "fastest-skus", "Fastest products", Indices.ORDER_LINES)
          .asks("Of which products do new orders hold or take the most units?")
          .over("createdAt", Range.HOUR)
          .only(
              new AnyOf("status", List.of("RESERVED", "CONFIRMED", "FULFILLED")), new Flag("kept"))
          .by(new Terms("sku", TOP))
          .shows(Chart.BARS, UNITS);

  /** All, in the order of the page. */
  public static final List<ReportDefinition> ALL = List.copyOf(DEFINED);

  private Reports() {}

  /** The reports of a section, in the order of the page. */
  public static List<ReportDefinition> of(Section section) {
    return ALL.stream().filter(report -> report.section() == section).toList();
  }

  public static Optional<ReportDefinition> named(String name) {
    return ALL.stream().filter(report -> report.name().equals(name)).findFirst();
  }

  private static Draft report(Section section, String name, String title, String index) {
    return new Draft(section, name, title, index);
  }

  /** Confirmed and fulfilled orders, by the time the customer bought. */
  private static Draft revenue(String name, String title) {
    return report(SALES, name, title, Indices.ORDERS).over("placedAt", Range.EVERYTHING).only(SOLD);
  }

  /** The lines that confirmed and fulfilled orders kept. */
  private static Draft products(String name, String title) {
    return report(SALES, name, title, Indices.ORDER_LINES)
        .over("placedAt", Range.EVERYTHING)
        .only(SOLD, new Flag("kept"));
  }

  private static Group statuses(String name, String... statuses) {
    return new Group(name, new AnyOf("status", List.of(statuses)));
  }

  private static Group within(String name, @Nullable Long fromMillis, @Nullable Long belowMillis) {
    return new Group(name, new Between("settleMillis", fromMillis, belowMillis));
  }

  private static Group aged(String name, @Nullable Duration atLeast, @Nullable Duration under) {
    return new Group(name, new Aged("createdAt", atLeast, under));
  }

  private static Percentile percentile(int percent) {
    return new Percentile("p" + percent, "settleMillis", percent, Unit.MILLIS);
  }

  /** A definition in the making; {@link #shows} ends it. */
  private static final class Draft {
    private final Section section;
    private final String name;
    private final String title;
    private final String index;
    private String question = "";
    private ReportDefinition.@Nullable Time time;
    private List<Filter> filters = List.of();
    private List<Bucket> buckets = List.of();
    private String whenEmpty = "";

    Draft(Section section, String name, String title, String index) {
      this.section = section;
      this.name = name;
      this.title = title;
      this.index = index;
    }

    Draft asks(String question) {
      this.question = question;
      return this;
    }

    /** Without it the report is about the present. */
    Draft over(String timeField, Range usual) {
      time = new ReportDefinition.Time(timeField, usual);
      return this;
    }

    Draft only(Filter... all) {
      filters = List.of(all);
      return this;
    }

    Draft by(Bucket... outermostFirst) {
      buckets = List.of(outermostFirst);
      return this;
    }

    Draft whenEmpty(String text) {
      whenEmpty = text;
      return this;
    }

    ReportDefinition shows(Chart chart, Metric... metrics) {
      ReportDefinition report =
          new ReportDefinition(
              name,
              title,
              question,
              section,
              index,
              time,
              filters,
              buckets,
              List.of(metrics),
              chart,
              whenEmpty);
      DEFINED.add(report);
      return report;
    }
  }
}
