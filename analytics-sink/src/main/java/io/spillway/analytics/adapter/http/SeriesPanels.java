package io.spillway.analytics.adapter.http;

import io.spillway.analytics.adapter.http.ColumnChart.Column;
import io.spillway.analytics.adapter.http.ColumnChart.Part;
import io.spillway.analytics.adapter.http.LineChart.Line;
import io.spillway.analytics.core.report.Bucket;
import io.spillway.analytics.core.report.Metric;
import io.spillway.analytics.core.report.Money;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.ReportTable.Row;
import io.spillway.analytics.core.report.Selection;
import io.spillway.analytics.core.report.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports over time: columns and lines, each with its legend and its figures in a table. */
final class SeriesPanels {
  private static final int LINE_STYLES = 6;

  private SeriesPanels() {}

  static String stackedColumns(
      ReportDefinition report, ReportTable table, Selection selection, Window window) {
    Bucket time = report.buckets().getFirst();
    String group = report.buckets().getLast().field();
    String metric = report.metric().name();
    TimeAxis axis = TimeAxis.of(time, table.rows(), window);
    Drill drill = new Drill(report, selection, window, axis.step());
    List<String> groups =
        Panels.keys(table, group).stream()
            .sorted(Comparator.comparingInt(Labels::statusRank).thenComparing(s -> s))
            .toList();
    Map<String, Map<String, Row>> byStep = new HashMap<>();
    for (Row row : table.rows()) {
      byStep.computeIfAbsent(row.key(time.field()), _ -> new HashMap<>()).put(row.key(group), row);
    }
    List<Column> columns = new ArrayList<>();
    for (Instant step : axis.steps()) {
      Map<String, Row> rows = byStep.getOrDefault(step.toString(), Map.of());
      List<Part> parts = new ArrayList<>();
      StringBuilder tooltip = new StringBuilder(axis.moment(step)).append(" UTC");
      for (String name : groups) {
        Row row = rows.get(name);
        if (row != null) {
          long count = row.value(metric);
          parts.add(new Part(Labels.statusStyle(name), count, drill.to(row)));
          tooltip.append("\n").append(Labels.status(name)).append(": ").append(Labels.count(count));
        }
      }
      columns.add(new Column(axis.label(step), tooltip.toString(), parts));
    }
    return statusLegend(table, group, metric, groups)
        + ColumnChart.svg(report.unit().label() + " " + axis.every(), xUnit(window), 1, columns)
        + DataTable.folded(report, table, drill::to);
  }

  /** Amounts of different currencies do not add up, so each has a chart and an axis of its own. */
  static String columns(
      ReportDefinition report, ReportTable table, Selection selection, Window window) {
    Bucket time = report.buckets().getLast();
    StringBuilder out = new StringBuilder();
    for (String currency : Panels.keys(table, "currency")) {
      List<Row> rows =
          table.rows().stream().filter(row -> row.key("currency").equals(currency)).toList();
      TimeAxis axis = TimeAxis.of(time, rows, window);
      Drill drill = new Drill(report, selection, window, axis.step());
      Map<String, Row> byStep = new HashMap<>();
      rows.forEach(row -> byStep.put(row.key(time.field()), row));
      double minor = Math.pow(10, Money.decimals(currency));
      List<Column> columns = new ArrayList<>();
      for (Instant step : axis.steps()) {
        Row row = byStep.get(step.toString());
        columns.add(
            row == null
                ? new Column(axis.label(step), "", List.of())
                : column(report, row, axis, step, minor, drill.to(row)));
      }
      long total = rows.stream().mapToLong(row -> row.value(report.metric().name())).sum();
      out.append("<h4>").append(Html.escape(currency)).append(" <b>");
      out.append(Html.escape(Labels.money(total, currency))).append("</b></h4>");
      String cut = axis.cut() ? ", the latest " + axis.steps().size() : "";
      out.append(
          ColumnChart.svg(currency + " " + axis.every(), xUnit(window) + cut, 1 / minor, columns));
    }
    Drill drill =
        new Drill(report, selection, window, TimeAxis.of(time, table.rows(), window).step());
    return out.append(DataTable.folded(report, table, drill::to)).toString();
  }

  private static Column column(
      ReportDefinition report, Row row, TimeAxis axis, Instant step, double minor, String href) {
    StringBuilder tooltip = new StringBuilder(axis.moment(step)).append(" UTC");
    for (Metric metric : report.metrics()) {
      tooltip
          .append("\n")
          .append(Labels.figure(row.value(metric.name()), metric.unit(), row.key("currency")));
    }
    double value = row.value(report.metric().name()) / minor;
    return new Column(
        axis.label(step), tooltip.toString(), List.of(new Part("s-value", value, href)));
  }

  static String lines(
      ReportDefinition report, ReportTable table, Selection selection, Window window) {
    Bucket time = report.buckets().getFirst();
    TimeAxis axis = TimeAxis.of(time, table.rows(), window);
    Map<String, Map<String, Long>> series = series(report, table);
    List<String> names = List.copyOf(series.keySet());
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Map<String, Long> byStep = series.getOrDefault(names.get(i), Map.of());
      List<@Nullable Double> values = new ArrayList<>();
      for (Instant step : axis.steps()) {
        Long value = byStep.get(step.toString());
        values.add(value == null ? null : Double.valueOf(value.doubleValue()));
      }
      lines.add(new Line("l-" + i % LINE_STYLES, values));
    }
    List<String> tooltips =
        axis.steps().stream().map(step -> tooltip(report, axis, step, series)).toList();
    Drill drill = new Drill(report, selection, window, axis.step());
    return lineLegend(names)
        + LineChart.svg(
            report.unit().label() + ", " + axis.every(),
            xUnit(window),
            axis.steps().stream().map(axis::label).toList(),
            tooltips,
            lines)
        + DataTable.folded(report, table, drill::to);
  }

  /** By name, then by step: of each value of the second bucket, or of each metric. */
  private static Map<String, Map<String, Long>> series(ReportDefinition report, ReportTable table) {
    String time = report.buckets().getFirst().field();
    Map<String, Map<String, Long>> series = new LinkedHashMap<>();
    for (Row row : table.rows()) {
      for (Metric metric : report.metrics()) {
        String name =
            report.buckets().size() > 1
                ? row.key(report.buckets().getLast().field())
                : metric.name();
        if (row.has(metric.name())) {
          series
              .computeIfAbsent(name, _ -> new HashMap<>())
              .put(row.key(time), row.value(metric.name()));
        }
      }
    }
    return series;
  }

  private static String tooltip(
      ReportDefinition report, TimeAxis axis, Instant step, Map<String, Map<String, Long>> series) {
    StringBuilder out = new StringBuilder();
    series.forEach(
        (name, byStep) -> {
          Long value = byStep.get(step.toString());
          if (value != null) {
            out.append("\n").append(name).append(": ");
            out.append(Labels.figure(value, report.unit(), ""));
          }
        });
    return out.isEmpty() ? "" : axis.moment(step) + " UTC" + out;
  }

  private static String xUnit(Window window) {
    return "time (UTC), " + window.label();
  }

  private static String lineLegend(List<String> names) {
    StringBuilder out = new StringBuilder("<ul class=\"legend\">");
    for (int i = 0; i < names.size(); i++) {
      out.append("<li><svg width=\"26\" height=\"12\" aria-hidden=\"true\"><path class=\"line l-");
      out.append(i % LINE_STYLES).append("\" d=\"M1 6L25 6\"/></svg>");
      out.append(Html.escape(names.get(i))).append("</li>");
    }
    return out.append("</ul>").toString();
  }

  private static String statusLegend(
      ReportTable table, String group, String metric, List<String> statuses) {
    StringBuilder out = new StringBuilder("<ul class=\"legend\">");
    for (String status : statuses) {
      long total =
          table.rows().stream()
              .filter(row -> row.key(group).equals(status))
              .mapToLong(row -> row.value(metric))
              .sum();
      out.append("<li><svg width=\"12\" height=\"12\" aria-hidden=\"true\"><rect class=\"");
      out.append(Labels.statusStyle(status)).append("\" width=\"12\" height=\"12\" rx=\"2\"/>");
      out.append("</svg>").append(Html.escape(Labels.status(status))).append(" <b>");
      out.append(Labels.count(total)).append("</b></li>");
    }
    return out.append("</ul>").toString();
  }
}
