package io.spillway.reports.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.reports.core.Range;
import io.spillway.reports.core.Selection;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Links to views of the reports. */
final class Links {
  private Links() {}

  static String page(Selection selection) {
    return "/reports" + query(parameters(selection));
  }

  /** A report's data for programs; {@code suffix} is empty or {@code .csv}. */
  static String api(String report, String suffix, Selection selection) {
    return "/reports/api/" + report + suffix + query(parameters(selection));
  }

  static String order(String orderId) {
    return "/reports/orders/" + URLEncoder.encode(orderId, UTF_8).replace("+", "%20");
  }

  static String orders(Map<String, String> parameters) {
    return "/reports/orders" + query(parameters);
  }

  private static Map<String, String> parameters(Selection selection) {
    Map<String, String> parameters = new LinkedHashMap<>();
    @Nullable Range range = selection.range();
    @Nullable Instant from = selection.from();
    @Nullable Instant to = selection.to();
    if (range != null) {
      parameters.put("range", range.code());
    }
    if (from != null && to != null) {
      parameters.put("from", from.toString());
      parameters.put("to", to.toString());
    }
    selection.only().forEach((dimension, value) -> parameters.put(dimension.parameter(), value));
    return parameters;
  }

  private static String query(Map<String, String> parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.entrySet().stream()
            .map(p -> p.getKey() + '=' + URLEncoder.encode(p.getValue(), UTF_8))
            .collect(Collectors.joining("&", "?", ""));
  }
}
