package io.spillway.schemas.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.stream.JsonWriter;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.inventory.v1.Availability;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.topics.Topic;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Records of public topics as JSON: the value in the proto3 JSON form, or the whole event in the
 * structured JSON form of CloudEvents 1.0. A field without presence is always there, also when it
 * is 0, empty or false. Stateless and thread-safe; what cannot be read raises {@link
 * SerializationException}, which is poison.
 */
public final class EventJson {
  /** The media type of {@link #cloudEvent}. */
  public static final String MEDIA_TYPE = "application/cloudevents+json";

  /**
   * The extension attribute with the version of what the event is about: a decimal number as text,
   * comparable among events of one {@code partitionkey}. CloudEvents' own {@code sequence} counts
   * per source.
   */
  public static final String SEQUENCE = "keysequence";

  private static final String PREFIX = "ce_";
  private static final List<String> REQUIRED = List.of("specversion", "id", "type", "source");
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace().alwaysPrintFieldsWithNoPresence();

  private EventJson() {}

  /** A message in the proto3 JSON form. */
  public static String data(Message message) {
    try {
      return PRINTER.print(message);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      // A time out of range, or text that is not Unicode.
      throw new SerializationException("the message has no JSON form", e);
    }
  }

  /** The value of a record of a public topic as its message. */
  public static Message message(Topic topic, byte[] value) {
    try {
      return EventType.example(topic).getParserForType().parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new SerializationException("not a message of " + topic.topicName(), e);
    }
  }

  /**
   * A record as a structured CloudEvent: the attributes of its {@code ce_} headers as they are,
   * {@code partitionkey} with the record's key, {@link #SEQUENCE}, {@code traceparent} when it has
   * one, and the value as {@code data}. A tombstone has neither data nor {@link #SEQUENCE}.
   */
  public static String cloudEvent(
      Topic topic, byte[] key, byte @Nullable [] value, Headers headers) {
    return cloudEvent(key, value == null ? null : message(topic, value), headers);
  }

  /** The same of a value that was read already; null for a tombstone. */
  public static String cloudEvent(byte[] key, @Nullable Message message, Headers headers) {
    Map<String, String> attributes = attributes(headers);
    attributes.put("partitionkey", new String(key, UTF_8));
    String traceparent = CloudEvent.text(headers, CloudEvent.TRACEPARENT);
    if (traceparent != null) {
      attributes.put(CloudEvent.TRACEPARENT, traceparent);
    }
    if (message == null) {
      return json(attributes, null);
    }
    attributes.put(SEQUENCE, Long.toString(version(message)));
    attributes.put("datacontenttype", "application/json");
    return json(attributes, data(message));
  }

  /** Of two headers of a name the last one counts. */
  private static Map<String, String> attributes(Headers headers) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Header header : headers) {
      if (header.key().startsWith(PREFIX) && header.value() != null) {
        attributes.put(header.key().substring(PREFIX.length()), new String(header.value(), UTF_8));
      }
    }
    for (String name : REQUIRED) {
      if (!attributes.containsKey(name)) {
        throw new SerializationException("the record has no header " + PREFIX + name);
      }
    }
    return attributes;
  }

  private static String json(Map<String, String> attributes, @Nullable String data) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      for (Map.Entry<String, String> attribute : attributes.entrySet()) {
        json.name(attribute.getKey()).value(attribute.getValue());
      }
      if (data != null) {
        json.name("data").jsonValue(data);
      }
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return text.toString();
  }

  private static long version(Message message) {
    return switch (message) {
      case OrderEvent event -> event.getVersion();
      case Availability state -> state.getVersion();
      default -> throw new IllegalArgumentException(message.getDescriptorForType().getFullName());
    };
  }
}
