package io.spillway.schemas.tables;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.orders.v1.StatusChange;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * The JSON columns of rows, written from events and read again; a column that may be null is the
 * empty text then. Reading passes over fields it does not know, and throws
 * IllegalArgumentException, which names the column or the field, on anything else, or
 * ArithmeticException on a number that is too large. Stateless and thread-safe.
 */
public final class OrderRowJson {
  private OrderRowJson() {}

  /** One line of an order; the amount is in the currency's minor unit. */
  public record Line(String sku, int quantity, long unitAmount) {}

  public record Refusal(int line, String sku, String reason, long requested, long available) {}

  /** How an order came to a status; the reason may be empty. */
  public record Change(long version, String status, Instant at, String reason) {}

  /** {@code [{"sku","quantity","unitAmount"}]}, in the order's own line order. */
  public static String lines(List<OrderLine> lines) {
    return array(
        lines,
        (line, json) -> {
          json.addProperty("sku", line.getSku());
          json.addProperty("quantity", line.getQuantity());
          json.addProperty("unitAmount", line.getUnitAmount());
        });
  }

  /** One object; the same attributes make the same text. */
  public static String attributes(Map<String, String> attributes) {
    JsonObject json = new JsonObject();
    new TreeMap<>(attributes).forEach(json::addProperty);
    return json.toString();
  }

  /** {@code [{"line","sku","reason","requested","available"}]}; empty when there are none. */
  public static String reasons(List<LineRefusal> refusals) {
    return arrayOrEmpty(
        refusals,
        (refusal, json) -> {
          json.addProperty("line", refusal.getLine());
          json.addProperty("sku", refusal.getSku());
          json.addProperty("reason", refusal.getReason().name());
          json.addProperty("requested", refusal.getRequested());
          json.addProperty("available", refusal.getAvailable());
        });
  }

  /** {@code [{"version","status","at","reason"}]}, oldest first; empty when there are none. */
  public static String history(List<StatusChange> changes) {
    return arrayOrEmpty(
        changes,
        (change, json) -> {
          json.addProperty("version", change.getVersion());
          json.addProperty("status", change.getStatus().name());
          json.addProperty("at", Times.instant(change.getAt()).toString());
          json.addProperty("reason", change.getReason());
        });
  }

  public static List<Line> readLines(String column) {
    return each(
        array("lines", parse("lines", column)),
        line -> new Line(text(line, "sku"), count(line, "quantity"), number(line, "unitAmount")));
  }

  public static SortedMap<String, String> readAttributes(String column) {
    JsonElement json = parse("attributes", column);
    SortedMap<String, String> attributes = new TreeMap<>();
    if (json.isJsonNull()) {
      return attributes;
    }
    if (!json.isJsonObject()) {
      throw new IllegalArgumentException("column attributes is not an object");
    }
    for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject().entrySet()) {
      if (!entry.getValue().isJsonPrimitive()) {
        throw new IllegalArgumentException("attribute '" + entry.getKey() + "' is not a text");
      }
      attributes.put(entry.getKey(), entry.getValue().getAsString());
    }
    return attributes;
  }

  public static List<Refusal> readReasons(String column) {
    return each(
        arrayOrNone("reasons", column),
        refusal ->
            new Refusal(
                count(refusal, "line"),
                text(refusal, "sku"),
                text(refusal, "reason"),
                number(refusal, "requested"),
                number(refusal, "available")));
  }

  public static List<Change> readHistory(String column) {
    return each(
        arrayOrNone("history", column),
        change ->
            new Change(
                number(change, "version"),
                text(change, "status"),
                time(change, "at"),
                change.has("reason") ? text(change, "reason") : ""));
  }

  private static <T> String arrayOrEmpty(List<T> elements, BiConsumer<T, JsonObject> fields) {
    return elements.isEmpty() ? "" : array(elements, fields);
  }

  private static <T> String array(List<T> elements, BiConsumer<T, JsonObject> fields) {
    JsonArray array = new JsonArray(elements.size());
    for (T element : elements) {
      JsonObject json = new JsonObject();
      fields.accept(element, json);
      array.add(json);
    }
    return array.toString();
  }

  private static JsonElement parse(String column, String text) {
    if (text.isEmpty()) {
      return JsonNull.INSTANCE;
    }
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement json = JsonParser.parseReader(reader);
      if (reader.peek() == JsonToken.END_DOCUMENT) {
        return json;
      }
      throw new IllegalArgumentException("column " + column + " is more than one document");
    } catch (JsonParseException | IOException e) {
      throw new IllegalArgumentException("column " + column + " is not JSON: " + e.getMessage(), e);
    }
  }

  private static JsonArray arrayOrNone(String column, String text) {
    JsonElement json = parse(column, text);
    return json.isJsonNull() ? new JsonArray() : array(column, json);
  }

  private static JsonArray array(String column, JsonElement json) {
    if (!json.isJsonArray()) {
      throw new IllegalArgumentException("column " + column + " is not an array");
    }
    return json.getAsJsonArray();
  }

  private static <T> List<T> each(JsonArray array, Function<JsonObject, T> reading) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(
            element -> {
              if (!element.isJsonObject()) {
                throw new IllegalArgumentException(element + " is not an object");
              }
              return reading.apply(element.getAsJsonObject());
            })
        .toList();
  }

  private static Instant time(JsonObject object, String field) {
    try {
      return Instant.parse(text(object, field));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + field + "' is not a time in " + object, e);
    }
  }

  private static String text(JsonObject object, String field) {
    if (object.get(field) instanceof JsonPrimitive value && value.isString()) {
      return value.getAsString();
    }
    throw new IllegalArgumentException("'" + field + "' is not a text in " + object);
  }

  private static int count(JsonObject object, String field) {
    return Math.toIntExact(number(object, field));
  }

  private static long number(JsonObject object, String field) {
    if (object.get(field) instanceof JsonPrimitive value && value.isNumber()) {
      try {
        return Long.parseLong(value.getAsString());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + field + "' is no whole number in " + object, e);
      }
    }
    throw new IllegalArgumentException("'" + field + "' is not a number in " + object);
  }
}
