package io.spillway.reports.adapter.http;

import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.Dimension;
import io.spillway.reports.core.Filter;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportTable.Row;
import io.spillway.reports.core.Selection;
import io.spillway.reports.core.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Links from a value to the orders behind it. */
record DrillDownLink(ReportDefinition report, Selection selection, Window window, Duration step) {
  /** The orders behind a row; empty when no search of orders can express it. */
  String to(Row row) {
    return link(row, true);
  }

  /** The orders of a row's whole series; the page's script adds the step as {@code from, to}. */
  String series(Row row) {
    return link(row, false);
  }

  private String link(Row row, boolean oneStep) {
    Map<String, String> parameters = new LinkedHashMap<>();
    selection
        .onlyOf(report)
        .forEach((dimension, value) -> parameters.put(dimension.parameter(), value));
    report.filters().forEach(filter -> add(parameters, filter));
    @Nullable Instant from = window.from();
    @Nullable Instant to = window.to();
    for (Bucket bucket : report.buckets()) {
      String key = row.key(bucket.field());
      switch (bucket) {
        case Bucket.Terms(String field, int _, boolean _) -> {
          Optional<Dimension> dimension = Dimension.ofField(field);
          if (dimension.isEmpty()) {
            return "";
          }
          parameters.put(dimension.get().parameter(), key);
        }
        case Bucket.Groups groups -> {
          if (!add(parameters, filterOf(groups, key))) {
            return "";
          }
        }
        case Bucket.WindowStep _, Bucket.Hour _, Bucket.Day _ -> {
          from = Instant.parse(key);
          to = from.plus(step);
        }
      }
    }
    ReportDefinition.Time time = report.time();
    if (time != null && (!oneStep || (from != null && to != null))) {
      parameters.put("time", time.field());
    }
    if (time != null && oneStep && from != null && to != null) {
      parameters.put("from", from.toString());
      parameters.put("to", to.toString());
    }
    return Links.orders(parameters);
  }

  private static Filter filterOf(Bucket.Groups groups, String name) {
    return groups.groups().stream()
        .filter(group -> group.name().equals(name))
        .map(Bucket.Group::filter)
        .findFirst()
        .orElseThrow();
  }

  /** Whether a search of orders can express the filter, or does not need it. */
  private static boolean add(Map<String, String> parameters, Filter filter) {
    return switch (filter) {
      case Filter.Everything() -> true;
      case Filter.AnyOf(String field, List<String> values) when field.equals("status") -> {
        parameters.putIfAbsent("status", String.join(",", values));
        yield true;
      }
      case Filter.Present(String field) when field.equals("refusals.reason") -> missing(parameters);
      case Filter.Between(String field, Long _, Long _) when field.equals("missing") ->
          missing(parameters);
      default -> false;
    };
  }

  private static boolean missing(Map<String, String> parameters) {
    parameters.put("missing", "true");
    return true;
  }
}
