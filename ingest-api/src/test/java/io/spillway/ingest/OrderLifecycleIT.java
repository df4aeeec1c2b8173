package io.spillway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCreation;
import io.spillway.runtime.sql.Migrations;
import io.spillway.runtime.sql.Shards;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.CommandVerdict;
import io.spillway.schemas.orders.v1.OrderCommand;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Commands, waits and pages of the service as a process of its own on real servers. The test itself
 * stands in for the order processor: it answers commands in transactions and writes rows.
 */
@OnSharedStack({Server.KAFKA, Server.REDIS, Server.MYSQL})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OrderLifecycleIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Partitioning PARTITIONING = new Partitioning(4, 16, 8);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String CUSTOMER = "17850";
  private static final String WAITING = "spillway_ingest_waits_waiting{service=\"ingest-api\"} ";
  private static TestStack stack;
  private static Shards shards;
  private static IngestProcess service;
  private static KafkaProducer<byte[], byte[]> saga;
  private static KafkaConsumer<byte[], byte[]> commands;

  @BeforeAll
  static void start(TestStack shared) throws Exception {
    stack = shared;
    KafkaConfig kafka = new KafkaConfig(stack.endpoints().kafka());
    try (Admin admin = Admin.create(KafkaClients.common(kafka, "test"))) {
      TopicCreation.ensure(admin, PARTITIONING, (short) 1);
    }
    MysqlConfig config = StackSettings.mysql(stack, 2);
    Migrations.migrate(config);
    shards = Shards.open(config, new SimpleMeterRegistry());
    Map<String, Object> producer = KafkaClients.producer(kafka, "saga");
    producer.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "saga");
    saga = new KafkaProducer<>(producer);
    saga.initTransactions();
    commands = new KafkaConsumer<>(KafkaClients.consumer(kafka, "saga", "saga"));
    commands.assign(
        IntStream.range(0, PARTITIONING.orderPartitions())
            .mapToObj(i -> new TopicPartition(Topic.ORDERS_COMMANDS.topicName(), i))
            .toList());
    commands.seekToBeginning(commands.assignment());
    service =
        IngestProcess.start(
            stack,
            Map.of(
                "SPILLWAY_INGEST_KAFKA_DELIVERY_TIMEOUT", "8s",
                "SPILLWAY_INGEST_KAFKA_REQUEST_TIMEOUT", "4s",
                "SPILLWAY_INGEST_READS_TIMEOUT", "10s",
                "SPILLWAY_INGEST_COMMANDS_ANSWER_WITHIN", "7s"));
    await()
        .atMost(Duration.ofSeconds(120))
        .ignoreExceptions()
        .until(() -> get("/health/ready").statusCode() == 200);
    // The shards are opened in the background: a service takes orders without them.
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> get("/v1/orders?customerId=nobody").statusCode() == 200);
  }

  @AfterAll
  static void stop() throws Exception {
    commands.close();
    saga.close();
    shards.close();
    service.close();
  }

  @Test
  @Order(1)
  void aCommandIsAnsweredWithWhatTheSagaCommits() throws Exception {
    RoutedId id = RoutedId.ofOrder("default", CUSTOMER, "k0");
    CompletableFuture<HttpResponse<String>> confirmed = command(id, "confirm", "");
    OrderCommand command = nextCommand();
    assertThat(command.getOrderId()).isEqualTo(id.toString());
    // What is not committed is not an answer.
    saga.beginTransaction();
    saga.send(result(command, CommandVerdict.NOT_ALLOWED, OrderStatus.REJECTED)).get();
    saga.abortTransaction();
    answer(result(command, CommandVerdict.APPLIED, OrderStatus.CONFIRMED));
    HttpResponse<String> response = confirmed.get(30, TimeUnit.SECONDS);
    assertThat(response.body())
        .isEqualTo("{\"orderId\":\"" + id + "\",\"status\":\"CONFIRMED\",\"version\":3}");

    CompletableFuture<HttpResponse<String>> late = command(id, "extend", "{\"by\":\"PT15M\"}");
    OrderCommand extend = nextCommand();
    answer(result(extend, CommandVerdict.NOT_ALLOWED, OrderStatus.CONFIRMED));
    JsonNode problem = JSON.readTree(late.get(30, TimeUnit.SECONDS).body());
    assertThat(problem.get("status").asInt()).isEqualTo(409);
    assertThat(problem.get("orderStatus").asText()).isEqualTo("CONFIRMED");
  }

  @Test
  @Order(2)
  void anUnansweredCommandIsPendingAndItsLateAnswerComesWithTheNext() throws Exception {
    RoutedId id = RoutedId.ofOrder("default", CUSTOMER, "k1");
    assertThat(command(id, "cancel", "").get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    OrderCommand first = nextCommand();
    CompletableFuture<HttpResponse<String>> again = command(id, "cancel", "");
    OrderCommand second = nextCommand();
    assertThat(second.getCommandId()).isEqualTo(first.getCommandId());
    answer(result(second, CommandVerdict.APPLIED, OrderStatus.CANCELLED));
    assertThat(again.get(30, TimeUnit.SECONDS).body()).contains("CANCELLED");
  }

  @Test
  @Order(3)
  void aWaitEndsWithTheRow() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      RoutedId id = RoutedId.ofOrder("default", "c" + i, "wait");
      insert(id, "c" + i, "RESERVING", 1, i);
    }
    for (int i = 0; i < 40; i++) {
      RoutedId id = RoutedId.ofOrder("default", "c" + i, "wait");
      waiting.add(
          CLIENT.sendAsync(
              request("/v1/orders/" + id + "?wait=PT25S").build(), BodyHandlers.ofString()));
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get("/metrics").body().contains(WAITING + "40.0"));
    for (int i = 0; i < 40; i++) {
      update(RoutedId.ofOrder("default", "c" + i, "wait"), "CONFIRMED", 2);
    }
    for (var answer : waiting) {
      JsonNode order = JSON.readTree(answer.get(30, TimeUnit.SECONDS).body());
      assertThat(order.get("status").asText()).isEqualTo("CONFIRMED");
      assertThat(order.at("/history/0/version").asInt()).isEqualTo(1);
    }
  }

  @Test
  @Order(4)
  void pagesLeadThroughACustomersRows() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      RoutedId id = RoutedId.ofOrder("default", "paged", "p" + i);
      insert(id, "paged", "CONFIRMED", 2, i);
      expected.addFirst(id.toString());
    }
    List<String> ids = new ArrayList<>();
    for (String path = "/v1/orders?customerId=paged&limit=5"; path != null; ) {
      JsonNode page = JSON.readTree(get(path).body());
      page.get("orders").forEach(order -> ids.add(order.get("orderId").asText()));
      path = page.has("next") ? page.get("next").asText() : null;
    }
    assertThat(ids).isEqualTo(expected);
  }

  @Test
  @Order(5)
  void answersAreReadAgainAfterTheBrokerWasAway() throws Exception {
    stack.kill("kafka-0");
    RoutedId id = RoutedId.ofOrder("default", CUSTOMER, "k2");
    assertThat(command(id, "fulfil", "").get(40, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
    stack.start("kafka-0");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              CompletableFuture<HttpResponse<String>> fulfilled = command(id, "fulfil", "");
              answer(result(nextCommand(), CommandVerdict.APPLIED, OrderStatus.FULFILLED));
              assertThat(fulfilled.get(30, TimeUnit.SECONDS).body()).contains("FULFILLED");
            });
  }

  private static CompletableFuture<HttpResponse<String>> command(
      RoutedId id, String verb, String body) {
    HttpRequest request =
        request("/v1/orders/" + id + '/' + verb)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return CLIENT.sendAsync(request, BodyHandlers.ofString());
  }

  private static OrderCommand nextCommand() throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    OrderCommand last = null;
    while (last == null && System.nanoTime() < deadline) {
      for (var record : commands.poll(Duration.ofMillis(200))) {
        last = OrderCommand.parseFrom(record.value());
        assertThat(record.partition())
            .isEqualTo(
                PARTITIONING.partition(
                    Topic.ORDERS_COMMANDS, RoutedId.parse(last.getOrderId()).slot()));
      }
    }
    assertThat(last).as("a command").isNotNull();
    return last;
  }

  private static void answer(ProducerRecord<byte[], byte[]> result) {
    saga.beginTransaction();
    var _ = saga.send(result);
    saga.commitTransaction();
  }

  private static ProducerRecord<byte[], byte[]> result(
      OrderCommand command, CommandVerdict verdict, OrderStatus status) {
    Topic topic = Topic.ORDERS_COMMAND_RESULTS;
    int slot = RoutedId.parse(command.getOrderId()).slot();
    return new ProducerRecord<>(
        topic.topicName(),
        PARTITIONING.partition(topic, slot),
        command.getOrderIdBytes().toByteArray(),
        CommandResult.newBuilder()
            .setOrderId(command.getOrderId())
            .setCommandId(command.getCommandId())
            .setVerdict(verdict)
            .setStatus(status)
            .setVersion(3)
            .build()
            .toByteArray());
  }

  private static void insert(RoutedId id, String customer, String status, long version, int second)
      throws Exception {
    LocalDateTime at = LocalDateTime.of(2026, 11, 21, 8, 0, second);
    run(
        id,
        "INSERT INTO orders (order_id, slot, tenant, customer_id, status, version, currency,"
            + " total_amount, line_count, `lines`, attributes, history, placed_at, created_at,"
            + " updated_at) VALUES (?, ?, 'default', ?, ?, ?, 'GBP', 255, 1, '[]', '{}',"
            + " '[{\"version\":1,\"status\":\"RESERVING\"}]', ?, ?, ?)",
        id.toBytes(),
        id.slot(),
        customer,
        status,
        version,
        at,
        at,
        at);
  }

  private static void update(RoutedId id, String status, long version) throws Exception {
    run(
        id,
        "UPDATE orders SET status = ?, version = ? WHERE slot = ? AND order_id = ?",
        status,
        version,
        id.slot(),
        id.toBytes());
  }

  private static void run(RoutedId id, String sql, Object... values) throws Exception {
    shards.inTransaction(
        SlotMap.shard(id.slot(), shards.count()),
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
          }
        });
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
        .timeout(Duration.ofSeconds(60));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(request(path).build(), BodyHandlers.ofString());
  }
}
