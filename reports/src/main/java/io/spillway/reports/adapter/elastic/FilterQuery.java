package io.spillway.reports.adapter.elastic;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.core.Filter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A filter in Elasticsearch's query language. */
final class FilterQuery {
  private static final JsonMapper JSON = new JsonMapper();

  private FilterQuery() {}

  /** Ages are counted from {@code now}. */
  static ObjectNode of(Filter filter, Instant now) {
    ObjectNode node = JSON.createObjectNode();
    switch (filter) {
      case Filter.Everything() -> node.putObject("match_all");
      case Filter.AnyOf(String field, List<String> values) -> {
        ArrayNode terms = node.putObject("terms").putArray(field);
        values.forEach(terms::add);
      }
      case Filter.Flag(String field) -> node.putObject("term").put(field, true);
      case Filter.Present(String field) -> node.putObject("exists").put("field", field);
      case Filter.Between(String field, @Nullable Long from, @Nullable Long below) -> {
        ObjectNode range = node.putObject("range").putObject(field);
        if (from != null) {
          range.put("gte", from);
        }
        if (below != null) {
          range.put("lt", below);
        }
      }
      case Filter.Aged(String field, @Nullable Duration atLeast, @Nullable Duration under) -> {
        ObjectNode range = node.putObject("range").putObject(field);
        if (atLeast != null) {
          range.put("lte", now.minus(atLeast).toString());
        }
        if (under != null) {
          range.put("gt", now.minus(under).toString());
        }
      }
    }
    return node;
  }

  static ObjectNode is(String field, String value) {
    ObjectNode node = JSON.createObjectNode();
    node.putObject("term").put(field, value);
    return node;
  }

  /** The time is inside; either end may be open. */
  static ObjectNode inside(String field, @Nullable Instant from, @Nullable Instant to) {
    ObjectNode node = JSON.createObjectNode();
    ObjectNode range = node.putObject("range").putObject(field);
    if (from != null) {
      range.put("gte", from.toString());
    }
    if (to != null) {
      range.put("lt", to.toString());
    }
    return node;
  }
}
