package io.spillway.bench.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.spillway.bench.adapter.http.OrderBodies;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.Source;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.orders.v1.SubmitOrder;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Orders of two lines that wait in a topic as ingest would have written them. */
final class IntakeBacklog {
  private static final int SKUS = 10_000;

  private IntakeBacklog() {}

  static void fill(KafkaConfig kafka, Partitioning partitioning, String topic, int orders)
      throws ExecutionException, InterruptedException {
    SplittableRandom random = new SplittableRandom();
    Instant now = Instant.now();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.producer(kafka, "bench-intake"))) {
      List<Future<?>> acknowledged = new ArrayList<>(orders);
      for (int i = 0; i < orders; i++) {
        acknowledged.add(producer.send(record(partitioning, topic, random, now)));
      }
      for (Future<?> each : acknowledged) {
        each.get();
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      Partitioning partitioning, String topic, SplittableRandom random, Instant now) {
    String customer = "c-" + random.nextInt(100_000);
    RoutedId id = RoutedId.ofOrder("default", customer, Long.toHexString(random.nextLong()));
    Timestamp at = Timestamp.newBuilder().setSeconds(now.getEpochSecond()).build();
    Order.Builder order =
        Order.newBuilder()
            .setOrderId(id.toString())
            .setTenant("default")
            .setCustomerId(customer)
            .setCurrency("EUR")
            .setTotalAmount(2_000)
            .setPlacedAt(at)
            .setAcceptedAt(at);
    for (int line = 0; line < 2; line++) {
      order.addLines(
          OrderLine.newBuilder()
              .setSku(OrderBodies.sku(random.nextInt(SKUS)))
              .setQuantity(1)
              .setUnitAmount(1_000));
    }
    OrderIntake intake =
        OrderIntake.newBuilder()
            .setSubmit(
                SubmitOrder.newBuilder()
                    .setOrder(order)
                    .setFingerprint(ByteString.copyFrom(new byte[32])))
            .build();
    String text = id.toString();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            partitioning.partition(Topic.ORDERS_INTAKE, id.slot()),
            text.getBytes(UTF_8),
            intake.toByteArray());
    CloudEvent.of(Source.INGEST_API, "io.spillway.orders.v1.SubmitOrder", text, now, null, text)
        .writeTo(record.headers());
    return record;
  }
}
