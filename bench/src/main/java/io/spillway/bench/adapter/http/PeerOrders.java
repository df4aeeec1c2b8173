package io.spillway.bench.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.PartitioningConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.Source;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.orders.v1.SubmitOrder;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import java.io.IOException;
import java.time.Instant;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a server that somebody else wrote would do with an order: parse it, look at the fields that
 * must be there, and make the same record for the same topic. Thread-safe.
 */
final class PeerOrders {
  private static final JsonMapper JSON = new JsonMapper();

  private final Partitioning partitioning;
  private final KafkaProducer<byte[], byte[]> producer;

  PeerOrders() {
    Settings settings = Settings.load();
    KafkaConfig kafka = KafkaConfig.from(settings);
    partitioning = PartitioningConfig.from(settings);
    settings.check();
    producer = new KafkaProducer<>(KafkaClients.producer(kafka, "peer"));
  }

  KafkaProducer<byte[], byte[]> producer() {
    return producer;
  }

  /** The record of a body; throws IllegalArgumentException on one that is no order. */
  ProducerRecord<byte[], byte[]> record(byte[] body, String key) throws IOException {
    JsonNode json = JSON.readTree(body);
    Instant now = Instant.now();
    String customer = required(json, "customerId").asText();
    RoutedId id = RoutedId.ofOrder("default", customer, key);
    Order.Builder order =
        Order.newBuilder()
            .setOrderId(id.toString())
            .setTenant("default")
            .setCustomerId(customer)
            .setCurrency(required(json, "currency").asText())
            .setPlacedAt(Times.timestamp(now))
            .setAcceptedAt(Times.timestamp(now));
    long total = 0;
    for (JsonNode line : required(json, "lines")) {
      int quantity = required(line, "quantity").asInt();
      long unitAmount = required(line, "unitAmount").asLong();
      total = Math.addExact(total, Math.multiplyExact(unitAmount, (long) quantity));
      order.addLines(
          OrderLine.newBuilder()
              .setSku(required(line, "sku").asText())
              .setQuantity(quantity)
              .setUnitAmount(unitAmount));
    }
    json.path("attributes")
        .properties()
        .forEach(each -> order.putAttributes(each.getKey(), each.getValue().asText()));
    OrderIntake intake =
        OrderIntake.newBuilder()
            .setSubmit(SubmitOrder.newBuilder().setOrder(order.setTotalAmount(total)))
            .build();
    String text = id.toString();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topic.ORDERS_INTAKE.topicName(),
            partitioning.partition(Topic.ORDERS_INTAKE, id.slot()),
            text.getBytes(UTF_8),
            intake.toByteArray());
    CloudEvent.of(Source.INGEST_API, "io.spillway.orders.v1.SubmitOrder", text, now, null, text)
        .writeTo(record.headers());
    return record;
  }

  /** What is answered once Kafka has it. */
  static String answer(ProducerRecord<byte[], byte[]> record) {
    return "{\"orderId\":\""
        + new String(record.key(), UTF_8)
        + "\",\"status\":\"ACCEPTED\",\"acceptedAt\":\""
        + Instant.now()
        + "\"}";
  }

  static int port() {
    return Integer.parseInt(System.getenv().getOrDefault("SPILLWAY_INGEST_PORT", "8080"));
  }

  private static JsonNode required(JsonNode json, String field) {
    JsonNode value = json.get(field);
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }
}
