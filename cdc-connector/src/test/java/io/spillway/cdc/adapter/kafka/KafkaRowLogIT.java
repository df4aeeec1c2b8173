package io.spillway.cdc.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.cdc.core.CapturedServer;
import io.spillway.cdc.core.Lease;
import io.spillway.cdc.core.RowToPublish;
import io.spillway.cdc.port.RowLog;
import io.spillway.cdc.port.RowLogContract;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCreation;
import io.spillway.runtime.loop.DeadLetters;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@OnSharedStack(
    value = {Server.KAFKA, Server.MYSQL},
    mysqlServers = 2)
class KafkaRowLogIT extends RowLogContract {
  @SuppressWarnings("NullAway.Init")
  private static KafkaConfig kafka;

  @SuppressWarnings("NullAway.Init")
  private static Producer<byte[], byte[]> producer;

  @BeforeAll
  static void start(TestStack shared) throws Exception {
    kafka = new KafkaConfig(shared.endpoints().kafka());
    try (Admin admin = admin()) {
      TopicCreation.ensure(admin, Partitioning.DEFAULT, (short) 1);
    }
    producer = new KafkaProducer<>(KafkaClients.producer(kafka, "test"));
  }

  @AfterAll
  static void stop() {
    producer.close();
  }

  @Override
  protected RowLog log() {
    return new KafkaRowLog(
        producer,
        new DeadLetters(
            producer,
            Topic.CDC_CONNECTOR_DLQ,
            "cdc-connector",
            Clock.systemUTC(),
            new SimpleMeterRegistry()),
        new Lease(Duration.ofSeconds(8), () -> 0));
  }

  @Override
  protected List<String> published(RowToPublish like) {
    return read(like.table().topic().topicName(), like.partition()).stream()
        .filter(record -> new String(record.key(), UTF_8).equals(like.key()))
        .map(record -> String.valueOf(CloudEvent.text(record.headers(), "ce_id")))
        .toList();
  }

  @Override
  protected List<String> causes() {
    return read(Topic.CDC_CONNECTOR_DLQ.topicName(), 0).stream()
        .map(record -> String.valueOf(CloudEvent.text(record.headers(), "dlq-cause")))
        .toList();
  }

  @Test
  void rowTooLargeForKafkaIsSetAside() throws Exception {
    RowToPublish row = stock("large", 1);
    String sku = "x".repeat(KafkaClients.MAX_RECORD_BYTES);
    RowToPublish large =
        new RowToPublish(
            row.table(),
            row.partition(),
            row.key(),
            java.util.Objects.requireNonNull(row.value()).toBuilder()
                .setStock(row.value().getStock().toBuilder().setSku(sku))
                .build(),
            row.event());
    log().append(List.of(large, stock("after", 1)), List.of());

    assertThat(causes()).contains("the record is too large for Kafka");
    assertThat(published(stock("after", 1))).hasSize(1);
  }

  @Test
  void ownTopicsAreCreatedOnceAndFewerPartitionsAreRefused() throws Exception {
    List<CapturedServer> servers = List.of(server(0), server(1));
    try (Admin admin = admin()) {
      CdcTopics.ensure(admin, servers);
      CdcTopics.ensure(admin, servers);

      assertThat(admin.listTopics().names().get())
          .contains(CdcTopics.SERVERS, "cdc.history.mysql-0.v1", "cdc.history.mysql-1.v1");
      List<CapturedServer> more = List.of(server(0), server(1), server(2));
      assertThatThrownBy(() -> CdcTopics.ensure(admin, more))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("cdc.servers.v1 has 2 partitions for 3 MySQL servers");
    }
  }

  private static CapturedServer server(int number) {
    return new CapturedServer(number, "localhost", 3306 + number, List.of("s" + number));
  }

  private static Admin admin() {
    return Admin.create(KafkaClients.common(kafka, "test-admin"));
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int partition) {
    Map<String, Object> properties = KafkaClients.reader(kafka, "test");
    TopicPartition one = new TopicPartition(topic, partition);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      consumer.assign(List.of(one));
      consumer.seekToBeginning(List.of(one));
      long end = consumer.endOffsets(List.of(one)).getOrDefault(one, 0L);
      while (consumer.position(one) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }
}
