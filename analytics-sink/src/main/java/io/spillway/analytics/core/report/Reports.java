package io.spillway.analytics.core.report;

import static io.spillway.analytics.core.document.Indices.ORDERS;
import static io.spillway.analytics.core.document.Indices.ORDER_LINES;
import static io.spillway.analytics.core.document.Indices.STOCK;

import io.spillway.analytics.core.report.Bucket.Day;
import io.spillway.analytics.core.report.Bucket.Terms;
import io.spillway.analytics.core.report.Bucket.WindowStep;
import io.spillway.analytics.core.report.Filter.AnyOf;
import io.spillway.analytics.core.report.Filter.Flag;
import io.spillway.analytics.core.report.Filter.InWindow;
import io.spillway.analytics.core.report.Filter.Number;
import io.spillway.analytics.core.report.Metric.Count;
import io.spillway.analytics.core.report.Metric.Latest;
import io.spillway.analytics.core.report.Metric.Sum;
import java.util.List;
import java.util.Optional;

/** Every report there is. */
public final class Reports {
  private static final int STATUSES = 16;
  private static final int CURRENCIES = 10;
  private static final int TOP = 10;
  private static final Filter SOLD = new AnyOf("status", List.of("CONFIRMED", "FULFILLED"));
  private static final Filter KEPT = new Flag("kept");

  /** Orders so far, and when the newest document changed. */
  public static final ReportDefinition ORDERS_BY_STATUS =
      new ReportDefinition(
          "orders-by-status",
          "Orders by status",
          "How many orders are there, and how did they end?",
          ORDERS,
          List.of(),
          List.of(new Terms("status", STATUSES)),
          List.of(new Count("orders"), new Latest("updatedAt", "updatedAt")),
          Unit.ORDERS,
          Chart.TILES);

  /** Orders taken, over the window. */
  public static final ReportDefinition ORDERS_PER_MINUTE =
      new ReportDefinition(
          "orders-per-minute",
          "Orders per minute",
          "How fast do orders come in, and what becomes of them?",
          ORDERS,
          List.of(new InWindow("createdAt")),
          List.of(new WindowStep("createdAt"), new Terms("status", STATUSES)),
          List.of(new Count("orders")),
          Unit.ORDERS,
          Chart.STACKED_COLUMNS);

  /** Money of what confirmed and fulfilled orders kept, by the day the customer bought. */
  public static final ReportDefinition REVENUE_BY_DAY =
      new ReportDefinition(
          "revenue-by-day",
          "Revenue by day",
          "What are confirmed and fulfilled orders worth, by the day (UTC) they were placed?",
          ORDERS,
          List.of(SOLD),
          List.of(new Terms("currency", CURRENCIES), new Day("placedAt")),
          List.of(new Sum("amount", "keptAmount"), new Count("orders")),
          Unit.MONEY,
          Chart.COLUMNS_PER_CURRENCY);

  /** Money of what confirmed and fulfilled orders kept, by the customer's country. */
  public static final ReportDefinition REVENUE_BY_COUNTRY =
      new ReportDefinition(
          "revenue-by-country",
          "Revenue by country",
          "Which countries do confirmed and fulfilled orders come from?",
          ORDERS,
          List.of(SOLD),
          List.of(new Terms("currency", CURRENCIES), new Terms("country", TOP)),
          List.of(new Sum("amount", "keptAmount"), new Count("orders")),
          Unit.MONEY,
          Chart.BARS);

  /** Products by money. */
  public static final ReportDefinition TOP_SKUS_BY_REVENUE =
      new ReportDefinition(
          "top-skus-by-revenue",
          "Top products by revenue",
          "Which products bring the most money in confirmed and fulfilled orders?",
          ORDER_LINES,
          List.of(SOLD, KEPT),
          List.of(new Terms("currency", CURRENCIES), new Terms("sku", TOP)),
          List.of(new Sum("amount", "keptAmount"), new Sum("units", "quantity")),
          Unit.MONEY,
          Chart.BARS);

  /** Products by pieces. */
  public static final ReportDefinition TOP_SKUS_BY_UNITS =
      new ReportDefinition(
          "top-skus-by-units",
          "Top products by units",
          "Which products are sold most often in confirmed and fulfilled orders?",
          ORDER_LINES,
          List.of(SOLD, KEPT),
          List.of(new Terms("sku", TOP)),
          List.of(new Sum("units", "quantity")),
          Unit.UNITS,
          Chart.BARS);

  /** Products of which nothing is left, the latest first. */
  public static final ReportDefinition STOCK_OUTS =
      new ReportDefinition(
          "stock-outs",
          "Sold out now",
          "Of which products is nothing available?",
          STOCK,
          List.of(new Number("available", 0)),
          List.of(new Terms("sku", 50), new Terms("tenant", TOP)),
          List.of(new Latest("updatedAt", "updatedAt"), new Sum("reserved", "reserved")),
          Unit.TIME,
          Chart.TABLE);

  /** Products of which little is left, the latest first. */
  public static final ReportDefinition LOW_STOCK =
      new ReportDefinition(
          "low-stock",
          "Low on stock",
          "Which products have no more left than their low-stock threshold?",
          STOCK,
          List.of(new Flag("low")),
          List.of(new Terms("sku", 50), new Terms("tenant", TOP)),
          List.of(
              new Latest("updatedAt", "updatedAt"),
              new Sum("available", "available"),
              new Sum("threshold", "threshold"),
              new Sum("reserved", "reserved")),
          Unit.TIME,
          Chart.TABLE);

  /** All, in the order of the page. */
  public static final List<ReportDefinition> ALL =
      List.of(
          ORDERS_BY_STATUS,
          ORDERS_PER_MINUTE,
          REVENUE_BY_DAY,
          REVENUE_BY_COUNTRY,
          TOP_SKUS_BY_REVENUE,
          TOP_SKUS_BY_UNITS,
          STOCK_OUTS,
          LOW_STOCK);

  private Reports() {}

  /** The report of a name, if there is one. */
  public static Optional<ReportDefinition> named(String name) {
    return ALL.stream().filter(report -> report.name().equals(name)).findFirst();
  }
}
