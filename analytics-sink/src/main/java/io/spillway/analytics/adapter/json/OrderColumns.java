package io.spillway.analytics.adapter.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.analytics.core.document.OrderDetail;
import io.spillway.analytics.core.document.OrderDetail.Change;
import io.spillway.analytics.core.document.OrderDetail.Line;
import io.spillway.analytics.core.document.OrderDetail.Refusal;
import io.spillway.schemas.cdc.v1.OrderRow;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON columns of an order's row. Fields it does not know are passed over. */
public final class OrderColumns {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private OrderColumns() {}

  /**
   * The row with its lines, attributes, refusals and history.
   *
   * @throws IllegalArgumentException naming the column and what is wrong with it
   */
  public static OrderDetail read(OrderRow row) {
    return new OrderDetail(
        row,
        lines(parse("lines", row.getLinesJson())),
        attributes(parse("attributes", row.getAttributesJson())),
        refusals(parse("reasons", row.getReasonsJson())),
        history(parse("history", row.getHistoryJson())));
  }

  static JsonNode parse(String column, String text) {
    if (text.isEmpty()) {
      return JSON.missingNode();
    }
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "column " + column + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static List<Line> lines(JsonNode column) {
    if (!column.isArray()) {
      throw new IllegalArgumentException("column lines is not an array");
    }
    List<Line> lines = new ArrayList<>(column.size());
    for (JsonNode line : column) {
      lines.add(
          new Line(
              text(line, "sku"),
              Math.toIntExact(number(line, "quantity")),
              number(line, "unitAmount")));
    }
    return lines;
  }

  static Map<String, String> attributes(JsonNode column) {
    if (column.isMissingNode() || column.isNull()) {
      return Map.of();
    }
    if (!column.isObject()) {
      throw new IllegalArgumentException("column attributes is not an object");
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    column.properties().forEach(field -> attributes.put(field.getKey(), field.getValue().asText()));
    return attributes;
  }

  private static List<Refusal> refusals(JsonNode column) {
    if (column.isMissingNode() || column.isNull()) {
      return List.of();
    }
    if (!column.isArray()) {
      throw new IllegalArgumentException("column reasons is not an array");
    }
    List<Refusal> refusals = new ArrayList<>(column.size());
    for (JsonNode refusal : column) {
      refusals.add(
          new Refusal(
              Math.toIntExact(number(refusal, "line")),
              text(refusal, "sku"),
              text(refusal, "reason"),
              number(refusal, "requested"),
              number(refusal, "available")));
    }
    return refusals;
  }

  private static List<Change> history(JsonNode column) {
    if (column.isMissingNode() || column.isNull()) {
      return List.of();
    }
    if (!column.isArray()) {
      throw new IllegalArgumentException("column history is not an array");
    }
    List<Change> history = new ArrayList<>(column.size());
    for (JsonNode change : column) {
      history.add(
          new Change(
              number(change, "version"),
              text(change, "status"),
              time(change, "at"),
              change.path("reason").asText("")));
    }
    return history;
  }

  private static Instant time(JsonNode object, String field) {
    String value = text(object, field);
    try {
      return Instant.parse(value);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + field + "' is not a time in " + object, e);
    }
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("'" + field + "' is not a text in " + object);
    }
    return value.textValue();
  }

  private static long number(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("'" + field + "' is not a whole number in " + object);
    }
    return value.longValue();
  }
}
