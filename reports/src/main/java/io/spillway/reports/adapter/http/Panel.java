package io.spillway.reports.adapter.http;

import io.spillway.reports.core.Chart;
import io.spillway.reports.core.Dimension;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportTable;
import io.spillway.reports.core.ReportTable.Row;
import io.spillway.reports.core.Reports;
import io.spillway.reports.core.Section;
import io.spillway.reports.core.Selection;
import io.spillway.reports.core.Unit;
import io.spillway.reports.core.Window;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A report as the page shows it: what its template asks for. */
record Panel(ReportDefinition report, ReportData data) {
  /** Rows of a table; the files have all of them. */
  private static final int MAX_ROWS = 400;

  static List<ReportDefinition> tiled(Section section) {
    return Reports.of(section).stream().filter(r -> r.chart() == Chart.TILES).toList();
  }

  /** What is not a tile, and may be shown. */
  static List<ReportDefinition> panels(Section section, Selection selection) {
    return Reports.of(section).stream()
        .filter(report -> report.chart() != Chart.TILES && selection.shows(report))
        .toList();
  }

  boolean overTime() {
    return switch (report.chart()) {
      case STACKED_COLUMNS, COLUMNS_PER_CURRENCY, LINES -> true;
      case TILES, BARS, TABLE -> false;
    };
  }

  String file(String suffix) {
    return Links.api(report.name(), suffix, data.selection());
  }

  /** Chosen filters that do not apply, as they are named in the address. */
  String ignoredFilters() {
    return data.selection().notOf(report).stream()
        .map(Dimension::parameter)
        .collect(Collectors.joining(", "));
  }

  /** Why there is nothing to show; empty when there is something. */
  String emptyText() {
    @Nullable ReportTable table = data.of(report);
    if (table == null) {
      return data.unavailable().isEmpty() ? "Loading …" : "Elasticsearch did not answer.";
    }
    if (table.documents() > 0 && !table.rows().isEmpty()) {
      return "";
    }
    if (!report.whenEmpty().isEmpty()) {
      return report.whenEmpty();
    }
    if (!window().bounded()) {
      return "No data yet.";
    }
    return "No data "
        + (data.selection().from() == null ? "in the " : "from ")
        + window().label()
        + ".";
  }

  List<Row> rows() {
    List<Row> rows = table().rows();
    return rows.subList(Math.max(0, rows.size() - MAX_ROWS), rows.size());
  }

  String tableTitle() {
    return rows().size() == table().rows().size()
        ? "Show as table"
        : "Show the latest " + MAX_ROWS + " rows as table";
  }

  /** How much of a list of products the table shows; empty for other tables. */
  String tableNote() {
    if (!report.buckets().getFirst().field().equals(Dimension.SKU.field())) {
      return "";
    }
    String all = Labels.count(table().documents());
    int shown = table().rows().size();
    return table().documents() > shown
        ? "Showing " + shown + " of " + all + " products, latest change first."
        : all + (table().documents() == 1 ? " product." : " products.");
  }

  DrillDownLink link() {
    return new DrillDownLink(
        report,
        data.selection(),
        window(),
        overTime() ? axis(table().rows()).step() : Duration.ZERO);
  }

  /** Bars by currency where that is their scale, otherwise under an empty heading. */
  Map<String, List<Bar>> bars() {
    Map<String, List<Bar>> bars = new LinkedHashMap<>();
    byCurrency(report.unit() == Unit.MONEY)
        .forEach((currency, rows) -> bars.put(currency, Bar.of(report, table(), rows, link())));
    return bars;
  }

  /** A chart for each currency where the report is divided by it, otherwise one. */
  List<TimeChart> charts() {
    boolean perCurrency = report.chart() == Chart.COLUMNS_PER_CURRENCY;
    return byCurrency(perCurrency).entrySet().stream()
        .map(
            e ->
                TimeChart.of(
                    report, e.getKey(), e.getValue(), axis(e.getValue()), window(), link()))
        .toList();
  }

  private TimeAxis axis(List<Row> rows) {
    return TimeAxis.of(TimeChart.timeBucket(report), rows, window());
  }

  private Map<String, List<Row>> byCurrency(boolean apart) {
    return table().rows().stream()
        .collect(
            Collectors.groupingBy(
                row -> apart ? row.key("currency") : "", LinkedHashMap::new, Collectors.toList()));
  }

  private ReportTable table() {
    @Nullable ReportTable table = data.of(report);
    return table == null ? ReportTable.EMPTY : table;
  }

  private Window window() {
    return data.selection().request(report, data.at()).window();
  }
}
