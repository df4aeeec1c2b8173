package io.spillway.examples.logistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.client.core.SampleOrder;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.MysqlEndpoint;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process that is killed, over duplicates and a replay from the beginning. */
@OnSharedStack({Server.KAFKA, Server.MYSQL})
@Tag("extended")
@Timeout(240)
class LogisticsIT {
  private static final String TOPIC = "orders.events.v1";
  private static final String GROUP = "logistics-shipments";
  private static final int PARTITIONS = 2;
  private static final int ORDERS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final List<Process> processes = new ArrayList<>();

  @TempDir private Path home;

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void everyConfirmedOrderHasOneShipment(TestStack stack) throws Exception {
    String kafka = stack.endpoints().kafka();
    MysqlEndpoint database = stack.endpoints().mysqlServers().getFirst();
    createTopic(kafka);
    List<OrderEvent> events = events();

    produce(kafka, events.subList(0, events.size() / 2));
    Process killed = start(stack);
    await().atMost(PATIENCE).until(() -> shipments(database).size() > 5);
    killed.destroyForcibly().waitFor();

    start(stack);
    // Some come a second time, as after a producer without transactions.
    produce(kafka, events.subList(events.size() / 4, events.size()));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(behind(kafka)).isZero());
    assertOneEach(shipments(database));

    Process stopped = processes.getLast();
    stopped.destroy();
    assertThat(stopped.waitFor(30, TimeUnit.SECONDS)).isTrue();
    rewind(kafka);
    start(stack);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(behind(kafka)).isZero());
    assertOneEach(shipments(database));
  }

  @Test
  void helpNamesTheOptions() throws Exception {
    Process help = process(List.of("--help"));
    assertThat(new String(help.getInputStream().readAllBytes(), UTF_8)).contains("--database URL");
    assertThat(help.waitFor()).isZero();
  }

  private static void assertOneEach(List<String> shipments) {
    List<String> confirmed = new ArrayList<>();
    for (int number = 0; number < ORDERS; number += 2) {
      confirmed.add(SampleOrder.of("acme", number).orderId());
    }
    assertThat(shipments).containsExactlyInAnyOrderElementsOf(confirmed);
  }

  /** Every second order is confirmed, the others are rejected. */
  private static List<OrderEvent> events() {
    List<OrderEvent> events = new ArrayList<>();
    for (int number = 0; number < ORDERS; number++) {
      SampleOrder order = SampleOrder.of("acme", number);
      events.add(order.created());
      events.add(number % 2 == 0 ? order.confirmed() : order.rejected());
    }
    return events;
  }

  private Process start(TestStack stack) throws Exception {
    MysqlEndpoint database = stack.endpoints().mysqlServers().getFirst();
    Path password = Files.writeString(home.resolve("password"), database.adminPassword());
    return process(
        List.of(
            "--bootstrap",
            stack.endpoints().kafka(),
            "--database",
            url(database),
            "--database-user",
            database.adminUser(),
            "--database-password-file",
            password.toString()));
  }

  private Process process(List<String> options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx192m",
                "-cp",
                System.getProperty("java.class.path"),
                LogisticsMain.class.getName()));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (!options.contains("--help")) {
      builder.redirectOutput(home.resolve("log-" + processes.size()).toFile());
    }
    Process started = builder.start();
    processes.add(started);
    return started;
  }

  private static String url(MysqlEndpoint database) {
    return "jdbc:mysql://%s:%d/%s?allowPublicKeyRetrieval=true"
        .formatted(database.host(), database.port(), database.schemas().getFirst());
  }

  private static List<String> shipments(MysqlEndpoint database) throws Exception {
    List<String> orders = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(
                url(database), database.adminUser(), database.adminPassword());
        Statement statement = connection.createStatement()) {
      try (ResultSet tables = statement.executeQuery("SHOW TABLES LIKE 'shipments'")) {
        if (!tables.next()) {
          return orders;
        }
      }
      try (ResultSet rows = statement.executeQuery("SELECT order_id FROM shipments")) {
        while (rows.next()) {
          orders.add(rows.getString(1));
        }
      }
    }
    return orders;
  }

  private static void produce(String kafka, List<OrderEvent> events) {
    Map<String, Object> properties =
        new HashMap<>(Map.of("bootstrap.servers", kafka, "transactional.id", "saga"));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (OrderEvent event : events) {
        int partition = Math.floorMod(event.getOrderId().hashCode(), PARTITIONS);
        byte[] key = event.getOrderId().getBytes(UTF_8);
        var _ = producer.send(new ProducerRecord<>(TOPIC, partition, key, event.toByteArray()));
      }
      producer.commitTransaction();
    }
  }

  private static List<TopicPartition> partitions() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      partitions.add(new TopicPartition(TOPIC, partition));
    }
    return partitions;
  }

  private static long behind(String kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      var committed = admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
      long behind = 0;
      for (TopicPartition each : partitions()) {
        long end =
            admin
                .listOffsets(Map.of(each, OffsetSpec.latest()))
                .partitionResult(each)
                .get()
                .offset();
        behind += end - (committed.get(each) == null ? 0 : committed.get(each).offset());
      }
      return behind;
    }
  }

  private static void rewind(String kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      Map<TopicPartition, OffsetAndMetadata> begin = new HashMap<>();
      partitions().forEach(partition -> begin.put(partition, new OffsetAndMetadata(0)));
      admin.alterConsumerGroupOffsets(GROUP, begin).all().get();
    }
  }

  private static void createTopic(String kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
    }
  }
}
