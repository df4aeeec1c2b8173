package io.spillway.reports.adapter.kibana;

import io.spillway.reports.core.Filter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Filters in Kibana's query language, which knows the present as {@code now}. */
final class Kql {
  private Kql() {}

  /** All must hold; empty when there is none. */
  static String of(List<Filter> filters) {
    return filters.stream()
        .map(Kql::of)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" and "));
  }

  /** One filter; empty for everything. */
  static String of(Filter filter) {
    return switch (filter) {
      case Filter.Everything() -> "";
      case Filter.AnyOf(String field, List<String> values) ->
          values.stream().map(Kql::quoted).collect(Collectors.joining(" or ", field + " : (", ")"));
      case Filter.Flag(String field) -> field + " : true";
      case Filter.Present(String field) -> field + " : *";
      case Filter.Between(String field, @Nullable Long from, @Nullable Long below) ->
          both(field, ">=", text(from), "<", text(below));
      case Filter.Aged(String field, @Nullable Duration atLeast, @Nullable Duration under) ->
          both(field, "<=", ago(atLeast), ">", ago(under));
    };
  }

  private static String both(
      String field, String first, @Nullable String one, String second, @Nullable String other) {
    List<String> parts = new ArrayList<>();
    if (one != null) {
      parts.add(field + ' ' + first + ' ' + one);
    }
    if (other != null) {
      parts.add(field + ' ' + second + ' ' + other);
    }
    return String.join(" and ", parts);
  }

  private static @Nullable String text(@Nullable Long number) {
    return number == null ? null : Long.toString(number);
  }

  private static @Nullable String ago(@Nullable Duration age) {
    return age == null ? null : quoted("now-" + age.toSeconds() + "s");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
