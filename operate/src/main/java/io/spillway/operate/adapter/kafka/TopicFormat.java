package io.spillway.operate.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.spillway.operate.core.TopicMessages;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.DeadLetterHeaders;
import io.spillway.schemas.topics.Topic;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records as one line of JSON; values in the proto3 JSON form. Stateless. */
final class TopicFormat {
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();
  private static final String DEAD_LETTER = "dlq-";

  private TopicFormat() {}

  static String line(ConsumerRecord<byte[], byte[]> record) {
    ObjectNode line = JSON.createObjectNode();
    line.put("topic", record.topic());
    line.put("partition", record.partition());
    line.put("offset", record.offset());
    line.put("time", java.time.Instant.ofEpochMilli(record.timestamp()).toString());
    line.put("key", text(record.key()));
    String type = CloudEvent.text(record.headers(), "ce_type");
    if (type != null) {
      line.put("type", type);
    }
    for (Header header : record.headers()) {
      if (header.key().startsWith(DEAD_LETTER)) {
        line.put(header.key(), text(header.value()));
      }
    }
    value(line, record);
    return line.toString();
  }

  /**
   * Puts the value in: in the proto3 JSON form of its topic, for a dead letter of the topic that it
   * came from; as it is when it is JSON; else in hexadecimal.
   */
  static void value(ObjectNode line, ConsumerRecord<byte[], byte[]> record) {
    byte[] bytes = record.value();
    if (bytes == null) {
      line.putNull("value");
      return;
    }
    Optional<Message> example = example(record);
    if (example.isPresent()) {
      try {
        Message message = example.get().getParserForType().parseFrom(bytes);
        line.set("value", JSON.readTree(PRINTER.print(message)));
        return;
      } catch (InvalidProtocolBufferException | JsonProcessingException notThatMessage) {
        // Shown as it is below: a dead letter may well hold bytes that nobody can read.
      }
    }
    plain(line, bytes);
  }

  private static void plain(ObjectNode line, byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      if (json != null && json.isContainerNode()) {
        line.set("value", json);
        return;
      }
    } catch (java.io.IOException notJson) {
      // Bytes then.
    }
    line.put("valueHex", HexFormat.of().formatHex(bytes));
  }

  private static Optional<Message> example(ConsumerRecord<?, ?> record) {
    // A dead letter holds the value of the topic that it came from.
    String source = CloudEvent.text(record.headers(), DeadLetterHeaders.SOURCE_TOPIC);
    try {
      return TopicMessages.example(Topic.named(source == null ? record.topic() : source));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }
}
