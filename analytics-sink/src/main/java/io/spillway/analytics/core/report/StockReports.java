package io.spillway.analytics.core.report;

import io.spillway.analytics.core.document.Indices;
import io.spillway.analytics.core.report.Bucket.Terms;
import io.spillway.analytics.core.report.Filter.AnyOf;
import io.spillway.analytics.core.report.Filter.Between;
import io.spillway.analytics.core.report.Filter.Flag;
import io.spillway.analytics.core.report.Metric.Latest;
import io.spillway.analytics.core.report.Metric.MinutesLeft;
import io.spillway.analytics.core.report.Metric.Sum;
import io.spillway.analytics.core.report.ReportDefinition.Time;
import java.time.Duration;
import java.util.List;

/** What is left. */
final class StockReports {
  private static final int LISTED = 50;
  private static final int TOP = 10;
  private static final List<Bucket> PER_PRODUCT =
      List.of(new Terms("sku", LISTED), new Terms("tenant", TOP));
  private static final Metric CHANGED = new Latest("updatedAt", "updatedAt");
  private static final Metric RESERVED = new Sum("reserved", "reserved", Unit.UNITS);

  static final ReportDefinition STOCK_OUTS =
      new ReportDefinition(
          "stock-outs",
          "Sold out now",
          "Of which products is nothing available?",
          Section.STOCK,
          Indices.STOCK,
          null,
          List.of(new Between("available", null, 1L)),
          PER_PRODUCT,
          List.of(CHANGED, RESERVED),
          Chart.TABLE);

  static final ReportDefinition LOW_STOCK =
      new ReportDefinition(
          "low-stock",
          "Low on stock",
          "Which products have no more left than their low-stock threshold, and for how long?",
          Section.STOCK,
          Indices.STOCK,
          null,
          List.of(new Flag("low")),
          PER_PRODUCT,
          List.of(
              CHANGED,
              new Sum("available", "available", Unit.UNITS),
              new Sum("threshold", "threshold", Unit.UNITS),
              RESERVED,
              new MinutesLeft("minutesLeft", "available", Duration.ofHours(1))),
          Chart.TABLE);

  static final ReportDefinition FASTEST_SKUS =
      new ReportDefinition(
          "fastest-skus",
          "Fastest products",
          "Which products are reserved most at present?",
          Section.STOCK,
          Indices.STOCK_MOVEMENTS,
          new Time("at", Range.HOUR),
          List.of(new AnyOf("kind", List.of("RESERVE")), new AnyOf("outcome", List.of("APPLIED"))),
          List.of(new Terms("sku", TOP)),
          List.of(new Sum("units", "quantity", Unit.UNITS)),
          Chart.BARS);

  private StockReports() {}
}
