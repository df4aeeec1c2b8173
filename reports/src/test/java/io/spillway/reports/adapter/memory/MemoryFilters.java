package io.spillway.reports.adapter.memory;

import io.spillway.reports.adapter.memory.MemoryDocuments.Stored;
import io.spillway.reports.core.Filter;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whether a document counts. */
final class MemoryFilters {
  private MemoryFilters() {}

  static boolean chosen(ReportDefinition report, ReportRequest request, Stored document) {
    return report.filters().stream().allMatch(filter -> holds(filter, document, request.now()))
        && request.only().entrySet().stream()
            .allMatch(only -> values(document, only.getKey().field()).contains(only.getValue()))
        && (report.time() == null
            || inside(
                document, report.time().field(), request.window().from(), request.window().to()));
  }

  static boolean inside(Stored document, String field, Instant from, Instant to) {
    Instant at = (Instant) document.fields().get(field);
    return at != null && (from == null || !at.isBefore(from)) && (to == null || at.isBefore(to));
  }

  static boolean holds(Filter filter, Stored document, Instant now) {
    return switch (filter) {
      case Filter.Everything() -> true;
      case Filter.AnyOf(String field, List<String> texts) ->
          values(document, field).stream().anyMatch(texts::contains);
      case Filter.Flag(String field) -> values(document, field).contains(true);
      case Filter.Present(String field) -> !values(document, field).isEmpty();
      case Filter.Between between ->
          values(document, between.field()).stream()
              .mapToLong(value -> ((Number) value).longValue())
              .anyMatch(
                  n ->
                      (between.from() == null || n >= between.from())
                          && (between.below() == null || n < between.below()));
      case Filter.Aged aged ->
          values(document, aged.field()).stream()
              .map(Instant.class::cast)
              .anyMatch(
                  at ->
                      (aged.atLeast() == null || !at.isAfter(now.minus(aged.atLeast())))
                          && (aged.under() == null || at.isAfter(now.minus(aged.under()))));
    };
  }

  /** The distinct values of a field; {@code a.b} is the {@code b} of each object in {@code a}. */
  static List<Object> values(Stored document, String field) {
    int dot = field.indexOf('.');
    if (dot < 0) {
      Object value = document.fields().get(field);
      return value == null ? List.of() : List.of(value);
    }
    if (!(document.fields().get(field.substring(0, dot)) instanceof List<?> objects)) {
      return List.of();
    }
    return objects.stream()
        .map(object -> (Object) ((Map<?, ?>) object).get(field.substring(dot + 1)))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
