package io.spillway.analytics.core.report;

import static io.spillway.analytics.core.document.Indices.ORDERS;
import static io.spillway.analytics.core.document.Indices.ORDER_LINES;
import static io.spillway.analytics.core.report.Section.SALES;

import io.spillway.analytics.core.report.Bucket.Day;
import io.spillway.analytics.core.report.Bucket.Hour;
import io.spillway.analytics.core.report.Bucket.Terms;
import io.spillway.analytics.core.report.Filter.AnyOf;
import io.spillway.analytics.core.report.Filter.Between;
import io.spillway.analytics.core.report.Filter.Flag;
import io.spillway.analytics.core.report.Metric.Count;
import io.spillway.analytics.core.report.Metric.Sum;
import io.spillway.analytics.core.report.ReportDefinition.Time;
import java.util.List;

/** What is sold: by the time the customer bought, and only what confirmed orders kept. */
final class SalesReports {
  private static final int CURRENCIES = 10;
  private static final int TOP = 10;
  private static final Time BOUGHT = new Time("placedAt", Range.EVERYTHING);
  private static final Filter SOLD = new AnyOf("status", List.of("CONFIRMED", "FULFILLED"));
  private static final Filter KEPT = new Flag("kept");
  private static final Bucket PER_CURRENCY = new Terms("currency", CURRENCIES);
  private static final Metric AMOUNT = new Sum("amount", "keptAmount", Unit.MONEY);
  private static final Metric ORDER_COUNT = new Count("orders", Unit.ORDERS);
  private static final Metric UNITS_SOLD = new Sum("units", "quantity", Unit.UNITS);

  static final ReportDefinition REVENUE_BY_DAY =
      revenue(
          "revenue-by-day",
          "Revenue by day",
          "What are confirmed and fulfilled orders worth, by the day (UTC) they were placed?",
          new Day("placedAt"),
          Chart.COLUMNS_PER_CURRENCY);

  static final ReportDefinition REVENUE_BY_HOUR =
      revenue(
          "revenue-by-hour",
          "Revenue by hour",
          "And by the hour (UTC) they were placed?",
          new Hour("placedAt"),
          Chart.COLUMNS_PER_CURRENCY);

  static final ReportDefinition REVENUE_BY_COUNTRY =
      revenue(
          "revenue-by-country",
          "Revenue by country",
          "Which countries do confirmed and fulfilled orders come from?",
          new Terms("country", 50),
          Chart.BARS);

  static final ReportDefinition REVENUE_BY_TENANT =
      revenue(
          "revenue-by-tenant",
          "Revenue by tenant",
          "What are confirmed and fulfilled orders worth, tenant by tenant?",
          new Terms("tenant", TOP),
          Chart.BARS);

  static final ReportDefinition TOP_SKUS_BY_REVENUE =
      new ReportDefinition(
          "top-skus-by-revenue",
          "Top products by revenue",
          "Which products bring the most money in confirmed and fulfilled orders?",
          SALES,
          ORDER_LINES,
          BOUGHT,
          List.of(SOLD, KEPT),
          List.of(PER_CURRENCY, new Terms("sku", 20)),
          List.of(AMOUNT, UNITS_SOLD),
          Chart.BARS);

  static final ReportDefinition TOP_SKUS_BY_UNITS =
      products(
          "top-skus-by-units",
          "Top products by units",
          "Which products are sold most often in confirmed and fulfilled orders?",
          new Terms("sku", TOP));

  static final ReportDefinition SLOWEST_SKUS =
      products(
          "slowest-skus",
          "Slowest products",
          "Of the products that were sold at all, which were sold least?",
          new Terms("sku", TOP, true));

  static final ReportDefinition REFUSED_DEMAND =
      new ReportDefinition(
          "refused-demand",
          "Refused demand",
          "What was asked for and not there?",
          SALES,
          ORDER_LINES,
          BOUGHT,
          List.of(new Between("missing", 1L, null)),
          List.of(new Terms("sku", TOP)),
          List.of(new Sum("missing", "missing", Unit.UNITS), new Count("lines", Unit.LINES)),
          Chart.BARS);

  private SalesReports() {}

  private static ReportDefinition revenue(
      String name, String title, String question, Bucket bucket, Chart chart) {
    return new ReportDefinition(
        name,
        title,
        question,
        SALES,
        ORDERS,
        BOUGHT,
        List.of(SOLD),
        List.of(PER_CURRENCY, bucket),
        List.of(AMOUNT, ORDER_COUNT),
        chart);
  }

  private static ReportDefinition products(
      String name, String title, String question, Bucket bucket) {
    return new ReportDefinition(
        name,
        title,
        question,
        SALES,
        ORDER_LINES,
        BOUGHT,
        List.of(SOLD, KEPT),
        List.of(bucket),
        List.of(UNITS_SOLD),
        Chart.BARS);
  }
}
