package io.spillway.schemas.contract;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.spillway.schemas.options.v1.PersonalOuterClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Messages as JSON schemas of their proto3 JSON form, as {@code EventJson} prints it: 64-bit
 * integers are text, and every field without presence is there. The zero of an enum, which stands
 * for none, is left out, for no event has it.
 */
final class JsonSchemas {
  private static final String REFERENCE = "#/components/schemas/";
  private static final String ZERO = "_UNSPECIFIED";
  private static final Pattern SNAKE = Pattern.compile("\\b[a-z]+(?:_[a-z]+)+\\b");

  /** Messages within messages that the pipeline always sets, which protobuf cannot say. */
  private static final Set<String> ALWAYS_SET =
      Set.of(
          "spillway.orders.v1.OrderEvent.occurred_at",
          "spillway.orders.v1.OrderEvent.order",
          "spillway.orders.v1.Order.placed_at",
          "spillway.orders.v1.Order.accepted_at",
          "spillway.orders.v1.StatusChange.at",
          "spillway.inventory.v1.Availability.changed_at");

  private final ProtoComments comments;
  private final Map<String, Map<String, Object>> schemas = new TreeMap<>();

  JsonSchemas(ProtoComments comments) {
    this.comments = comments;
  }

  /** The schemas of all messages and enums that were referred to so far, by simple name. */
  Map<String, Map<String, Object>> schemas() {
    return schemas;
  }

  Map<String, Object> reference(Descriptor message) {
    if (!schemas.containsKey(message.getName())) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schemas.put(message.getName(), schema);
      fill(schema, message);
    }
    return Map.of("$ref", REFERENCE + message.getName());
  }

  /** A comment, with the names that JSON has. */
  String description(String fullName) {
    return SNAKE.matcher(comments.of(fullName)).replaceAll(name -> camel(name.group()));
  }

  private void fill(Map<String, Object> schema, Descriptor message) {
    schema.put("type", "object");
    put(schema, "description", description(message.getFullName()));
    List<String> required = new ArrayList<>();
    Map<String, Object> properties = new LinkedHashMap<>();
    for (FieldDescriptor field : message.getFields()) {
      properties.put(field.getJsonName(), described(field));
      if (!field.hasPresence() || ALWAYS_SET.contains(field.getFullName())) {
        required.add(field.getJsonName());
      }
    }
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
  }

  private Map<String, Object> described(FieldDescriptor field) {
    Map<String, Object> described = new LinkedHashMap<>();
    Map<String, Object> schema = schema(field);
    if (schema.containsKey("$ref")) {
      // What stands beside a $ref does not count.
      described.put("allOf", List.of(schema));
    } else {
      described.putAll(schema);
    }
    String text = description(field.getFullName());
    put(described, "description", text.isEmpty() ? ofItsType(field) : text);
    if (field.getRealContainingOneof() != null) {
      described.put("x-oneof", field.getRealContainingOneof().getName());
    }
    if (field.getOptions().hasExtension(PersonalOuterClass.personal)) {
      described.put(
          "x-personal", field.getOptions().getExtension(PersonalOuterClass.personal).name());
    }
    return described;
  }

  /** One of several alternatives needs no words but those of its message. */
  private String ofItsType(FieldDescriptor field) {
    return field.getRealContainingOneof() == null
        ? ""
        : description(field.getMessageType().getFullName());
  }

  private Map<String, Object> schema(FieldDescriptor field) {
    if (field.isMapField()) {
      FieldDescriptor value = field.getMessageType().findFieldByName("value");
      return map("type", "object", "additionalProperties", single(value));
    }
    return field.isRepeated() ? map("type", "array", "items", single(field)) : single(field);
  }

  private Map<String, Object> single(FieldDescriptor field) {
    return switch (field.getType()) {
      case STRING -> map("type", "string");
      case BOOL -> map("type", "boolean");
      case INT32, SINT32, SFIXED32 -> map("type", "integer", "format", "int32");
      case INT64, SINT64, SFIXED64 ->
          map("type", "string", "format", "int64", "pattern", "^-?[0-9]{1,19}$");
      case BYTES -> map("type", "string", "contentEncoding", "base64");
      case ENUM -> reference(field.getEnumType());
      case MESSAGE -> message(field.getMessageType());
      default -> throw new IllegalArgumentException("no JSON schema for " + field);
    };
  }

  private Map<String, Object> message(Descriptor message) {
    return switch (message.getFullName()) {
      case "google.protobuf.Timestamp" ->
          map("type", "string", "format", "date-time", "pattern", "Z$");
      case "google.protobuf.Duration" ->
          map("type", "string", "pattern", "^-?[0-9]+(\\.[0-9]{1,9})?s$");
      default -> reference(message);
    };
  }

  private Map<String, Object> reference(EnumDescriptor type) {
    StringBuilder text = new StringBuilder(description(type.getFullName()));
    List<String> names = new ArrayList<>();
    for (EnumValueDescriptor value : type.getValues()) {
      if (!value.getName().endsWith(ZERO)) {
        names.add(value.getName());
        text.append("\n- ").append(value.getName()).append(": ").append(description(type, value));
      }
    }
    schemas.put(
        type.getName(), map("type", "string", "description", text.toString(), "enum", names));
    return Map.of("$ref", REFERENCE + type.getName());
  }

  String description(EnumDescriptor type, EnumValueDescriptor value) {
    return description(type.getFullName() + '.' + value.getName());
  }

  static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static void put(Map<String, Object> map, String key, String text) {
    if (!text.isEmpty()) {
      map.put(key, text);
    }
  }

  private static String camel(String snake) {
    StringBuilder camel = new StringBuilder();
    for (String word : snake.split("_")) {
      camel.append(
          camel.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return camel.toString();
  }
}
