package io.spillway.operate.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.operate.core.AuditEntry;
import io.spillway.operate.port.AuditLog;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import java.util.Locale;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes to {@code operations.audit.v1}, as JSON under the act's id. */
public final class KafkaAuditLog implements AuditLog {
  private static final JsonMapper JSON = new JsonMapper();

  private final KafkaConfig kafka;

  public KafkaAuditLog(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  @Override
  public void write(AuditEntry entry) {
    // A client of its own for each: there are two in the life of a command.
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.producer(kafka, "spillway-audit"))) {
      KafkaAnswers.get(
          producer.send(
              new ProducerRecord<>(
                  Topic.OPERATIONS_AUDIT.topicName(),
                  0,
                  entry.id().getBytes(UTF_8),
                  json(entry).getBytes(UTF_8))));
    }
  }

  static String json(AuditEntry entry) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", entry.id());
    json.put("action", entry.action());
    json.put("stage", entry.stage().name().toLowerCase(Locale.ROOT));
    json.put("who", entry.who());
    json.put("at", entry.at().toString());
    entry.details().forEach(json.putObject("details")::put);
    return json.toString();
  }
}
