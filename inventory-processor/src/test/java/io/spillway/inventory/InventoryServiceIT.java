package io.spillway.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCreation;
import io.spillway.runtime.sql.Migrations;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.inventory.v1.Availability;
import io.spillway.schemas.inventory.v1.AvailabilityMark;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.Shard;
import io.spillway.stack.testing.OnSharedStack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The service as users run it: a process over real Kafka and MySQL. */
@OnSharedStack({Server.KAFKA, Server.MYSQL})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InventoryServiceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @TempDir static Path directory;
  private static TestStack stack;
  private static KafkaConfig kafka;
  private static KafkaProducer<byte[], byte[]> producer;
  private static ServiceProcess service;
  private static Topics topics;

  @BeforeAll
  static void start(TestStack shared) throws Exception {
    stack = shared;
    kafka = new KafkaConfig(stack.endpoints().kafka());
    List<Shard> found = stack.endpoints().mysql();
    Migrations.migrate(
        new MysqlConfig(
            found.stream().map(s -> new ShardAddress(s.host(), s.port(), s.schema())).toList(),
            found.getFirst().user(),
            found.getFirst().password(),
            1));
    try (Admin admin = Admin.create(KafkaClients.common(kafka, "test"))) {
      TopicCreation.ensure(admin, Topics.PARTITIONING, (short) 1);
    }
    topics = new Topics(kafka);
    producer = new KafkaProducer<>(KafkaClients.producer(kafka, "test"));
    service = ServiceProcess.start(stack.endpoints(), directory);
  }

  @AfterAll
  static void stop() throws Exception {
    if (service != null) {
      service.close();
    }
    producer.close();
  }

  @Test
  @Order(1)
  void answersEveryCommandAndSetsCorruptOnesAside() {
    send(Topics.adjust("first", "A", 5));
    send(Topics.reserve(1, "A", 3), TRACE);
    byte[] corrupt = {(byte) 0xff, (byte) 0xff, 1};
    send(new ProducerRecord<>(Topic.INVENTORY_COMMANDS.topicName(), 0, bytes("x"), corrupt));
    send(
        new ProducerRecord<>(
            Topic.INVENTORY_COMMANDS.topicName(),
            1 - Topics.partition("A"),
            bytes("astray"),
            Topics.reserve(9, "A", 1).toByteArray()));
    send(Topics.reserve(2, "A", 3));
    send(Topics.reserve(1, "A", 3));

    List<ConsumerRecord<byte[], byte[]>> outcomes = topics.read(Topic.INVENTORY_OUTCOMES, 3);
    assertThat(outcomes).hasSize(3);
    ConsumerRecord<byte[], byte[]> held = of(outcomes, 1).getFirst();
    assertThat(outcome(held).getOutcomeCase()).isEqualTo(InventoryOutcome.OutcomeCase.RESERVED);
    assertThat(held.partition())
        .isEqualTo(Topics.PARTITIONING.partition(Topic.INVENTORY_OUTCOMES, Topics.id(1).slot()));
    assertThat(CloudEvent.text(held.headers(), "ce_id"))
        .isEqualTo(Topics.id(1) + "-reserve-" + Topics.partition("A"));
    assertThat(CloudEvent.text(held.headers(), CloudEvent.TRACEPARENT)).isEqualTo(TRACE);
    assertThat(of(outcomes, 1))
        .hasSize(2)
        .allSatisfy(r -> assertThat(r.value()).isEqualTo(held.value()));
    assertThat(outcome(of(outcomes, 2).getFirst()).getRefused().getRefusals(0).getAvailable())
        .isEqualTo(2);
    List<ConsumerRecord<byte[], byte[]>> letters = topics.read(Topic.INVENTORY_PROCESSOR_DLQ, 2);
    assertThat(letters).extracting(ConsumerRecord::value).contains(corrupt);
    assertThat(letters)
        .allSatisfy(r -> assertThat(CloudEvent.text(r.headers(), "dlq-cause")).isNotBlank());
  }

  @Test
  @Order(2)
  void tellsWhatBecomesOfAvailability() throws Exception {
    stockRow("S", 1, 9);
    stockRow("S", 2, 0);
    stockRow("S", 3, 4);

    List<AvailabilityMark> marks = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : topics.read(Topic.INVENTORY_AVAILABILITY, 3)) {
      assertThat(record.partition()).isEqualTo(Topics.partition("S"));
      marks.add(Availability.parseFrom(record.value()).getMark());
    }
    assertThat(marks)
        .containsExactly(
            AvailabilityMark.IN_STOCK,
            AvailabilityMark.SOLD_OUT_NOW,
            AvailabilityMark.BACK_IN_STOCK);
  }

  @Test
  @Order(3)
  void losesAndDoublesNothingWhenKilled() throws Exception {
    int skus = 40;
    int orders = 3_000;
    int units = 60;
    for (int sku = 0; sku < skus; sku++) {
      send(Topics.adjust("open", "K" + sku, units));
    }
    for (int order = 0; order < orders; order++) {
      send(Topics.reserve(1_000 + order, "K" + order % skus, 1));
      if (order == orders / 2) {
        producer.flush();
        service.kill();
        service = ServiceProcess.start(stack.endpoints(), directory);
      }
    }
    producer.flush();

    Map<String, InventoryOutcome.OutcomeCase> answers = new HashMap<>();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (ConsumerRecord<byte[], byte[]> record :
                  topics.read(Topic.INVENTORY_OUTCOMES, 1)) {
                InventoryOutcome outcome = outcome(record);
                var before = answers.put(outcome.getOrderId(), outcome.getOutcomeCase());
                assertThat(before).isIn(null, outcome.getOutcomeCase());
              }
              return answers.size() == orders + 2;
            });
    assertThat(sum("SELECT SUM(reserved) FROM stock WHERE sku LIKE 'K%'")).isEqualTo(skus * units);
    assertThat(sum("SELECT SUM(available) FROM stock WHERE sku LIKE 'K%'")).isZero();
    assertThat(sum("SELECT COUNT(*) FROM stock_movement WHERE sku LIKE 'K%' AND kind = 1"))
        .isEqualTo(orders);
    assertThat(answers.values().stream().filter(InventoryOutcome.OutcomeCase.RESERVED::equals))
        .hasSize(skus * units + 1);
  }

  @Test
  @Order(4)
  void stopsCleanly() throws Exception {
    String metrics = service.metrics();
    assertThat(metrics).contains("spillway_inventory_lines_reserved", "spillway_loop_consumed");
    assertThat(service.health()).contains("\"commands\"", "\"availability\"");

    // 143 is how a JVM says that SIGTERM stopped it.
    assertThat(service.stop()).as(service.log()).isIn(0, 143);
    assertThat(service.log())
        .contains("stopped")
        .doesNotContain("ERROR", "did not close", "Failed to close");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void send(InventoryCommand command, String... traceparent) {
    String sku =
        command.hasAdjust()
            ? command.getAdjust().getSku()
            : command.getReserve().getLines(0).getSku();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topic.INVENTORY_COMMANDS.topicName(),
            Topics.partition(sku),
            bytes(sku),
            command.toByteArray());
    for (String trace : traceparent) {
      record.headers().add(CloudEvent.TRACEPARENT, bytes(trace));
    }
    send(record);
  }

  private static void send(ProducerRecord<byte[], byte[]> record) {
    producer.send(record);
  }

  private static void stockRow(String sku, long version, int available) {
    StockRow row =
        StockRow.newBuilder()
            .setTenant("default")
            .setSku(sku)
            .setVersion(version)
            .setAvailable(available)
            .build();
    send(
        new ProducerRecord<>(
            Topic.CDC_STOCK.topicName(),
            Topics.partition(sku),
            bytes("default/" + sku),
            RowChange.newBuilder().setStock(row).build().toByteArray()));
  }

  private static List<ConsumerRecord<byte[], byte[]>> of(
      List<ConsumerRecord<byte[], byte[]>> outcomes, int order) {
    return outcomes.stream()
        .filter(record -> new String(record.key(), UTF_8).equals(Topics.id(order).toString()))
        .toList();
  }

  private static InventoryOutcome outcome(ConsumerRecord<byte[], byte[]> record) {
    try {
      return InventoryOutcome.parseFrom(record.value());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** Over all shards. */
  private static long sum(String sql) throws SQLException {
    long sum = 0;
    for (Shard shard : stack.endpoints().mysql()) {
      String url = new ShardAddress(shard.host(), shard.port(), shard.schema()).jdbcUrl();
      try (Connection connection =
              DriverManager.getConnection(url, shard.user(), shard.password());
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        row.next();
        sum += row.getLong(1);
      }
    }
    return sum;
  }
}
