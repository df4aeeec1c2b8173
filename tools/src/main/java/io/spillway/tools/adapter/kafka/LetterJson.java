package io.spillway.tools.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.DeadLetterHeaders;
import io.spillway.schemas.topics.Topic;
import io.spillway.tools.core.DeadLetterId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter with all its headers as one line of JSON: the value in the proto3 JSON form of the
 * topic that it came from, or in hexadecimal when it is no such message. Stateless.
 */
final class LetterJson {
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private LetterJson() {}

  static String line(ConsumerRecord<byte[], byte[]> record) {
    ObjectNode line = JSON.createObjectNode();
    line.put(
        "id", new DeadLetterId(record.topic(), record.partition(), record.offset()).toString());
    line.put("key", text(record.key()));
    ObjectNode headers = line.putObject("headers");
    for (Header header : record.headers()) {
      headers.put(header.key(), text(header.value()));
    }
    value(line, record);
    return line.toString();
  }

  private static void value(ObjectNode line, ConsumerRecord<byte[], byte[]> record) {
    byte[] bytes = record.value();
    if (bytes == null) {
      line.putNull("value");
      return;
    }
    Optional<Message> example =
        Optional.ofNullable(CloudEvent.text(record.headers(), DeadLetterHeaders.SOURCE_TOPIC))
            .flatMap(LetterJson::example);
    if (example.isPresent()) {
      try {
        Message message = example.get().getParserForType().parseFrom(bytes);
        line.set("value", JSON.readTree(PRINTER.print(message)));
        return;
      } catch (InvalidProtocolBufferException | JsonProcessingException notThatMessage) {
        // Most likely the reason why it is here.
      }
    }
    line.put("valueHex", HexFormat.of().formatHex(bytes));
  }

  private static Optional<Message> example(String topic) {
    try {
      return TopicFormat.example(Topic.named(topic));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  /** As text where it is text, else in hexadecimal. */
  private static @Nullable String text(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      return "0x" + HexFormat.of().formatHex(bytes);
    }
  }
}
