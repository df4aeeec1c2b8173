package io.spillway.analytics.adapter.http;

import io.spillway.analytics.adapter.http.BarList.Bar;
import io.spillway.analytics.adapter.http.ColumnChart.Column;
import io.spillway.analytics.adapter.http.ColumnChart.Part;
import io.spillway.analytics.core.report.Bucket;
import io.spillway.analytics.core.report.Metric;
import io.spillway.analytics.core.report.Money;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.ReportTable.Row;
import io.spillway.analytics.core.report.Unit;
import io.spillway.analytics.core.report.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A report's figures as the chart its definition asks for. */
final class Panels {
  /** Columns that can still be told apart on a wide screen. */
  private static final int MAX_DAYS = 366;

  private Panels() {}

  /** The panel's body; the table has rows. */
  static String body(ReportDefinition report, ReportTable table, Window window) {
    return switch (report.chart()) {
      case STACKED_COLUMNS -> stackedColumns(report, table, window);
      case COLUMNS_PER_CURRENCY -> columnsPerCurrency(report, table);
      case BARS -> bars(report, table);
      case TABLE, TILES -> table(report, table);
    };
  }

  private static String stackedColumns(ReportDefinition report, ReportTable table, Window window) {
    String time = report.buckets().getFirst().field();
    String group = report.buckets().getLast().field();
    String metric = report.metrics().getFirst().name();
    List<String> statuses =
        table.rows().stream()
            .map(row -> row.key(group))
            .distinct()
            .sorted(Comparator.comparingInt(Labels::statusRank).thenComparing(s -> s))
            .toList();
    Map<String, Map<String, Long>> byStep = new TreeMap<>();
    for (Row row : table.rows()) {
      byStep
          .computeIfAbsent(row.key(time), _ -> new LinkedHashMap<>())
          .put(row.key(group), row.value(metric));
    }
    List<Column> columns = new ArrayList<>();
    for (Instant step : window.steps()) {
      columns.add(stack(step, byStep.getOrDefault(step.toString(), Map.of()), statuses));
    }
    long minutes = window.range().step().toMinutes();
    String every = minutes == 1 ? "per minute" : "per " + minutes + " minutes";
    return statusLegend(table, group, metric, statuses)
        + ColumnChart.svg(
            report.title(),
            report.unit().label() + " " + every,
            "time (UTC), " + window.range().label(),
            1,
            columns);
  }

  private static Column stack(Instant step, Map<String, Long> counts, List<String> statuses) {
    List<Part> parts = new ArrayList<>();
    StringBuilder tooltip = new StringBuilder(Labels.clock(step)).append(" UTC");
    for (String status : statuses) {
      long count = counts.getOrDefault(status, 0L);
      parts.add(new Part(Labels.statusStyle(status), count));
      if (count > 0) {
        tooltip.append("\n").append(Labels.status(status)).append(": ").append(Labels.count(count));
      }
    }
    return new Column(Labels.clock(step), tooltip.toString(), parts);
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

  /** Amounts of different currencies do not add up, so each has a chart and an axis of its own. */
  private static String columnsPerCurrency(ReportDefinition report, ReportTable table) {
    String day = report.buckets().getLast().field();
    String metric = report.metrics().getFirst().name();
    StringBuilder out = new StringBuilder();
    for (String currency : keys(table, "currency")) {
      List<Row> rows =
          table.rows().stream()
              .filter(row -> row.key("currency").equals(currency))
              .sorted(Comparator.comparing(row -> row.key(day)))
              .toList();
      List<Row> shown = rows.subList(Math.max(0, rows.size() - MAX_DAYS), rows.size());
      long total = rows.stream().mapToLong(row -> row.value(metric)).sum();
      out.append("<h3>").append(Html.escape(currency)).append(" <b>");
      out.append(Html.escape(Labels.money(total, currency))).append("</b></h3>");
      double minor = Math.pow(10, Money.decimals(currency));
      List<Column> columns =
          shown.stream().map(row -> dayColumn(row, day, metric, currency, minor)).toList();
      String days =
          shown.size() == rows.size()
              ? "days with sales (UTC)"
              : "the latest " + shown.size() + " of " + rows.size() + " days with sales";
      out.append(
          ColumnChart.svg(
              report.title() + ", " + currency, currency + " per day", days, 1 / minor, columns));
    }
    return out.toString();
  }

  private static Column dayColumn(
      Row row, String day, String metric, String currency, double minor) {
    String label = Labels.day(Instant.parse(row.key(day)));
    String orders = row.values().containsKey("orders") ? row.value("orders") + " orders" : "";
    return new Column(
        label,
        label + "\n" + Labels.money(row.value(metric), currency) + "\n" + orders,
        List.of(new Part("s-value", row.value(metric) / minor)));
  }

  private static String bars(ReportDefinition report, ReportTable table) {
    if (report.unit() != Unit.MONEY) {
      return BarList.html(table.rows().stream().map(row -> bar(report, row, "")).toList());
    }
    StringBuilder out = new StringBuilder();
    for (String currency : keys(table, "currency")) {
      out.append("<h3>").append(Html.escape(currency)).append("</h3>");
      out.append(
          BarList.html(
              table.rows().stream()
                  .filter(row -> row.key("currency").equals(currency))
                  .map(row -> bar(report, row, currency))
                  .toList()));
    }
    return out.toString();
  }

  private static Bar bar(ReportDefinition report, Row row, String currency) {
    String name = row.key(report.buckets().getLast().field());
    List<String> figures = new ArrayList<>();
    for (Metric metric : report.metrics()) {
      long value = row.value(metric.name());
      boolean money = figures.isEmpty() && report.unit() == Unit.MONEY;
      figures.add(
          money ? Labels.money(value, currency) : Labels.count(value) + " " + metric.name());
    }
    long value = row.value(report.metrics().getFirst().name());
    return new Bar(name, value, String.join(" · ", figures));
  }

  private static String table(ReportDefinition report, ReportTable table) {
    StringBuilder out = new StringBuilder();
    if (table.documents() > table.rows().size()) {
      out.append("<p class=\"note\">The latest ").append(table.rows().size()).append(" of ");
      out.append(Labels.count(table.documents())).append(".</p>");
    }
    out.append("<div class=\"scroll\"><table><thead><tr>");
    report.buckets().forEach(b -> out.append("<th>").append(heading(b.field())).append("</th>"));
    report
        .metrics()
        .forEach(m -> out.append("<th class=\"n\">").append(heading(m.name())).append("</th>"));
    out.append("</tr></thead><tbody>");
    for (Row row : table.rows()) {
      out.append("<tr>");
      for (Bucket bucket : report.buckets()) {
        out.append("<td>").append(Html.escape(row.key(bucket.field()))).append("</td>");
      }
      for (Metric metric : report.metrics()) {
        out.append("<td class=\"n\">").append(cell(metric, row)).append("</td>");
      }
      out.append("</tr>");
    }
    return out.append("</tbody></table></div>").toString();
  }

  private static String cell(Metric metric, Row row) {
    long value = row.value(metric.name());
    return metric instanceof Metric.Latest
        ? Labels.moment(Instant.ofEpochMilli(value))
        : Labels.count(value);
  }

  private static String heading(String field) {
    return switch (field) {
      case "sku" -> "Product";
      case "updatedAt" -> "Last change (UTC)";
      default -> Html.escape(Labels.status(field));
    };
  }

  private static Set<String> keys(ReportTable table, String field) {
    return table.rows().stream()
        .map(row -> row.key(field))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
