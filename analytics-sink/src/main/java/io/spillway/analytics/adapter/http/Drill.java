package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.order.OrderSearch;
import io.spillway.analytics.core.report.Bucket;
import io.spillway.analytics.core.report.Dimension;
import io.spillway.analytics.core.report.Filter;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable.Row;
import io.spillway.analytics.core.report.Selection;
import io.spillway.analytics.core.report.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a figure to the orders behind it. */
record Drill(ReportDefinition report, Selection selection, Window window, Duration step) {
  /** Where a row leads; empty when its orders cannot be asked for. */
  String to(Row row) {
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
    addTime(parameters, from, to);
    return Addresses.orders(parameters);
  }

  private void addTime(
      Map<String, String> parameters, @Nullable Instant from, @Nullable Instant to) {
    ReportDefinition.Time time = report.time();
    if (time == null || from == null || to == null) {
      return;
    }
    parameters.put("time", time.field().equals("at") ? OrderSearch.ACCEPTED : time.field());
    parameters.put("from", from.toString());
    parameters.put("to", to.toString());
  }

  private static Filter filterOf(Bucket.Groups groups, String name) {
    return groups.groups().stream()
        .filter(group -> group.name().equals(name))
        .map(Bucket.Group::filter)
        .findFirst()
        .orElseThrow();
  }

  /** Whether the filter could be said, or need not be. */
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
