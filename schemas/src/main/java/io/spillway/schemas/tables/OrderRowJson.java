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
import com.google.gson.stream.JsonWriter;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.orders.v1.StatusChange;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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

  /** Why one line could not be had. */
  public record Refusal(int line, String sku, String reason, long requested, long available) {}

  /** How an order came to a status; the reason may be empty. */
  public record Change(long version, String status, Instant at, String reason) {}

  /** {@code [{"sku","quantity","unitAmount"}]}, in the order's own line order. */
  public static String lines(List<OrderLine> lines) {
    return array(
        lines,
        (json, line) ->
            json.name("sku")
                .value(line.getSku())
                .name("quantity")
                .value(line.getQuantity())
                .name("unitAmount")
                .value(line.getUnitAmount()));
  }

  /** One object; the same attributes make the same text. */
  public static String attributes(Map<String, String> attributes) {
    return text(
        json -> {
          json.beginObject();
          for (Map.Entry<String, String> entry : new TreeMap<>(attributes).entrySet()) {
            json.name(entry.getKey()).value(entry.getValue());
          }
          json.endObject();
        });
  }

  /** {@code [{"line","sku","reason","requested","available"}]}; empty when there are none. */
  public static String reasons(List<LineRefusal> refusals) {
    return refusals.isEmpty()
        ? ""
        : array(
            refusals,
            (json, refusal) ->
                json.name("line")
                    .value(refusal.getLine())
                    .name("sku")
                    .value(refusal.getSku())
                    .name("reason")
                    .value(refusal.getReason().name())
                    .name("requested")
                    .value(refusal.getRequested())
                    .name("available")
                    .value(refusal.getAvailable()));
  }

  /** {@code [{"version","status","at","reason"}]}, oldest first; empty when there are none. */
  public static String history(List<StatusChange> changes) {
    return changes.isEmpty()
        ? ""
        : array(
            changes,
            (json, change) ->
                json.name("version")
                    .value(change.getVersion())
                    .name("status")
                    .value(change.getStatus().name())
                    .name("at")
                    .value(Times.instant(change.getAt()).toString())
                    .name("reason")
                    .value(change.getReason()));
  }

  /** Reads the column {@code lines}. */
  public static List<Line> readLines(String column) {
    JsonElement json = parse("lines", column);
    if (!json.isJsonArray()) {
      throw new IllegalArgumentException("column lines is not an array");
    }
    return each(
        json.getAsJsonArray(),
        line -> new Line(text(line, "sku"), count(line, "quantity"), number(line, "unitAmount")));
  }

  /** Reads the column {@code attributes}. */
  public static SortedMap<String, String> readAttributes(String column) {
    JsonElement json = parse("attributes", column);
    SortedMap<String, String> attributes = new TreeMap<>();
    if (json.isJsonNull()) {
      return attributes;
    }
    if (!json.isJsonObject()) {
      throw new IllegalArgumentException("column attributes is not an object");
    }
    JsonObject object = json.getAsJsonObject();
    object
        .asMap()
        .forEach(
            (name, value) -> {
              if (!value.isJsonPrimitive()) {
                throw new IllegalArgumentException("attribute '" + name + "' is not a text");
              }
              attributes.put(name, value.getAsString());
            });
    return attributes;
  }

  /** Reads the column {@code reasons}. */
  public static List<Refusal> readReasons(String column) {
    return each(
        array("reasons", column),
        refusal ->
            new Refusal(
                count(refusal, "line"),
                text(refusal, "sku"),
                text(refusal, "reason"),
                number(refusal, "requested"),
                number(refusal, "available")));
  }

  /** Reads the column {@code history}. */
  public static List<Change> readHistory(String column) {
    return each(
        array("history", column),
        change ->
            new Change(
                number(change, "version"),
                text(change, "status"),
                time(change, "at"),
                change.has("reason") ? text(change, "reason") : ""));
  }

  private interface Writing {
    void to(JsonWriter json) throws IOException;
  }

  private interface Fields<T> {
    JsonWriter write(JsonWriter json, T element) throws IOException;
  }

  private static <T> String array(List<T> elements, Fields<T> fields) {
    return text(
        json -> {
          json.beginArray();
          for (T element : elements) {
            fields.write(json.beginObject(), element).endObject();
          }
          json.endArray();
        });
  }

  private static String text(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
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

  private static JsonArray array(String column, String text) {
    JsonElement json = parse(column, text);
    if (json.isJsonNull()) {
      return new JsonArray();
    }
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
