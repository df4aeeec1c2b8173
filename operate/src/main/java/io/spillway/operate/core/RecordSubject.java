package io.spillway.operate.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.spillway.schemas.topics.Topic;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose record it is. Either part is empty when the record does not tell. Pure.
 *
 * @param tenant the tenant's name
 * @param orderId the order's id as text
 */
public record RecordSubject(String tenant, String orderId) {
  /** Of bytes that are no message of their topic, or of a topic without messages. */
  public static final RecordSubject UNKNOWN = new RecordSubject("", "");

  private static final Set<Topic> WITHOUT_TENANT =
      Set.of(Topic.ORDERS_COMMANDS, Topic.ORDERS_COMMAND_RESULTS, Topic.INVENTORY_OUTCOMES);
  private static final Set<Topic> WITHOUT_ORDER =
      Set.of(
          Topic.INVENTORY_AVAILABILITY,
          Topic.CDC_STOCK,
          Topic.CDC_STOCK_MOVEMENTS,
          Topic.CDC_PRODUCTS);

  private static final Set<Topic> KEYED_BY_SKU =
      Set.of(Topic.INVENTORY_AVAILABILITY, Topic.CDC_STOCK, Topic.CDC_PRODUCTS);

  public static boolean tellsTenant(Topic topic) {
    return isMessage(topic) && !WITHOUT_TENANT.contains(topic);
  }

  public static boolean tellsOrder(Topic topic) {
    return isMessage(topic) && !WITHOUT_ORDER.contains(topic);
  }

  /** Reads as little as possible: a tombstone has its key only. */
  public static RecordSubject of(Topic topic, byte @Nullable [] key, byte @Nullable [] value) {
    try {
      return value == null ? ofKey(topic, key) : ofValue(topic, value);
    } catch (InvalidProtocolBufferException e) {
      return UNKNOWN;
    }
  }

  private static boolean isMessage(Topic topic) {
    return topic.routing() != Topic.Routing.SINGLE;
  }

  private static RecordSubject ofKey(Topic topic, byte @Nullable [] key) {
    if (key == null) {
      return UNKNOWN;
    }
    String text = new String(key, UTF_8);
    if (KEYED_BY_SKU.contains(topic)) {
      int slash = text.indexOf('/');
      return slash < 0 ? UNKNOWN : new RecordSubject(text.substring(0, slash), "");
    }
    return topic == Topic.CDC_ORDERS ? new RecordSubject("", text) : UNKNOWN;
  }

  private static RecordSubject ofValue(Topic topic, byte[] value)
      throws InvalidProtocolBufferException {
    Optional<Message> example = TopicMessages.example(topic);
    if (example.isEmpty()) {
      return UNKNOWN;
    }
    Message message = example.get().getParserForType().parseFrom(value);
    return new RecordSubject(text(message, "tenant"), text(message, "order_id"));
  }

  /** The field of that name, the message's own before those of what is in it; empty if unset. */
  private static String text(Message message, String field) {
    FieldDescriptor own = message.getDescriptorForType().findFieldByName(field);
    if (own != null && message.getField(own) instanceof String text && !text.isEmpty()) {
      return text;
    }
    for (Object part : message.getAllFields().values()) {
      String found = part instanceof Message inner ? text(inner, field) : "";
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }
}
