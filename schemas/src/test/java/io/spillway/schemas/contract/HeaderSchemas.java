package io.spillway.schemas.contract;

import static io.spillway.schemas.contract.JsonSchemas.map;

import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.contract.SampleEvents.Sample;
import io.spillway.schemas.events.EventType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;

/** The headers that {@code CloudEvent} writes. */
final class HeaderSchemas {
  private static final String REFERENCE = "#/components/schemas/CloudEventHeaders";

  private HeaderSchemas() {}

  /** Those of every event; one that nobody has described here is an error. */
  static Map<String, Object> common(Sample sample) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Header header : sample.headers()) {
      properties.put(header.key(), schema(header.key()));
      if (!header.key().equals(CloudEvent.TRACEPARENT)) {
        required.add(header.key());
      }
    }
    return map(
        "type",
        "object",
        "description",
        "CloudEvents 1.0 in Kafka's binary mode, as UTF-8.",
        "required",
        required,
        "properties",
        properties);
  }

  static Map<String, Object> of(EventType type) {
    return map(
        "type",
        "object",
        "allOf",
        List.of(
            map("$ref", REFERENCE),
            map(
                "properties",
                map(
                    "ce_type",
                    map("const", type.type()),
                    "ce_source",
                    map("const", type.source().text())))));
  }

  static Map<String, Object> schema(String header) {
    return switch (header) {
      case "ce_specversion" -> map("const", "1.0", "description", "The version of CloudEvents.");
      case "ce_id" ->
          text("Names the event: with `ce_source` unique, and the same whenever it is read.");
      case "ce_type" -> text("What happened.");
      case "ce_source" -> text("The part of Spillway that says so.");
      case "ce_subject" -> text("What it happened to: an order's id, or a SKU.");
      case "ce_time" ->
          map("type", "string", "format", "date-time", "description", "When, in UTC.");
      case "content-type" ->
          map("const", "application/protobuf", "description", "The form of the value.");
      case CloudEvent.TRACEPARENT ->
          text("The W3C trace context of the request that caused it, when there is one.");
      default -> throw new IllegalArgumentException("the header " + header + " is not described");
    };
  }

  private static Map<String, Object> text(String description) {
    return map("type", "string", "description", description);
  }
}
