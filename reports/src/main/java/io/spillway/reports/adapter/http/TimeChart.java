package io.spillway.reports.adapter.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.Chart;
import io.spillway.reports.core.Metric;
import io.spillway.reports.core.Money;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportTable.Row;
import io.spillway.reports.core.Unit;
import io.spillway.reports.core.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Series over time, as the page's script draws them. The same figures are in the panel's table, for
 * who does not see the chart or has no script.
 *
 * @param heading the currency, or empty
 * @param total of all series, or empty
 * @param json the data, safe inside a script element
 */
record TimeChart(
    String heading, String total, String yUnit, String xUnit, List<Series> series, String json) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int LINE_STYLES = 6;

  /** One line or one part of the columns; those not drawn are in the tooltip only. */
  record Series(String name, String style, String total, boolean drawn) {}

  static Bucket timeBucket(ReportDefinition report) {
    return report.buckets().stream()
        .filter(b -> !(b instanceof Bucket.Terms || b instanceof Bucket.Groups))
        .findFirst()
        .orElseThrow();
  }

  static TimeChart of(
      ReportDefinition report,
      String currency,
      List<Row> rows,
      TimeAxis axis,
      Window window,
      DrillDownLink link) {
    boolean lines = report.chart() == Chart.LINES;
    ObjectNode json = JSON.createObjectNode();
    json.put("kind", lines ? "lines" : "columns").put("unit", report.unit().name());
    json.put("currency", currency).put("decimals", Money.decimals(currency));
    json.put("first", axis.steps().getFirst().getEpochSecond());
    json.put("step", axis.step().toSeconds()).put("steps", axis.steps().size());
    ArrayNode nodes = json.putArray("series");
    List<Series> series = new ArrayList<>();
    grouped(report, rows)
        .forEach(
            (name, of) -> {
              Metric metric = of.metric();
              boolean drawn = lines || metric.equals(report.metric());
              boolean status = statuses(report);
              String style = status ? Labels.statusStyle(name) : "l-" + series.size() % LINE_STYLES;
              String label = status ? Labels.status(name) : name;
              long total = of.byStep().values().stream().mapToLong(Long::longValue).sum();
              series.add(new Series(label, style, lines ? "" : Labels.count(total), drawn));
              ObjectNode node = nodes.addObject().put("name", label).put("drawn", drawn);
              node.put("href", link.series(of.sample()));
              ArrayNode values = node.putArray("values");
              for (Instant step : axis.steps()) {
                Long value = of.byStep().get(step.toString());
                if (value == null) {
                  values.addNull();
                } else {
                  values.add(value);
                }
              }
            });
    long total = rows.stream().mapToLong(row -> row.value(report.metric().name())).sum();
    boolean money = report.unit() == Unit.MONEY;
    return new TimeChart(
        currency,
        money ? Labels.money(total, currency) : "",
        (money ? currency : report.unit().label()) + (lines ? ", " : " ") + axis.every(),
        "time (UTC), " + window.label() + (axis.cut() ? ", the latest " + axis.steps().size() : ""),
        series,
        embeddable(json));
  }

  /** Values by step (ISO 8601), and a row of the series to link by. */
  private record Values(Metric metric, Row sample, Map<String, Long> byStep) {}

  /** By the values of the bucket inside the time, or by the metrics; in a fixed order. */
  private static Map<String, Values> grouped(ReportDefinition report, List<Row> rows) {
    String time = timeBucket(report).field();
    Bucket last = report.buckets().getLast();
    boolean apart = !last.field().equals(time);
    Map<String, Values> grouped =
        apart
            ? new TreeMap<>(
                Comparator.comparingInt(Labels::statusRank)
                    .thenComparing(Comparator.naturalOrder()))
            : new LinkedHashMap<>();
    for (Metric metric : apart ? List.of(report.metric()) : report.metrics()) {
      for (Row row : rows) {
        if (row.has(metric.name())) {
          grouped
              .computeIfAbsent(
                  apart ? row.key(last.field()) : metric.name(),
                  _ -> new Values(metric, row, new HashMap<>()))
              .byStep()
              .put(row.key(time), row.value(metric.name()));
        }
      }
    }
    return grouped;
  }

  private static boolean statuses(ReportDefinition report) {
    return report.buckets().getLast().field().equals("status");
  }

  /** Markup characters occur in JSON only inside texts, where they may be written by code. */
  private static String embeddable(ObjectNode json) {
    return json.toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("'", "\\u0027");
  }
}
