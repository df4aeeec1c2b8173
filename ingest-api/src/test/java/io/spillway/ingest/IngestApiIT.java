package io.spillway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCreation;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The service as a process of its own on a real broker and Redis, with MySQL never there: orders
 * are taken all the same. The faults come last, because they cost time to heal.
 */
@OnSharedStack({Server.KAFKA, Server.REDIS, Server.MYSQL})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IngestApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Partitioning PARTITIONING = new Partitioning(4, 16, 8);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String ORDER =
      "{\"customerId\":\"c%d\",\"currency\":\"GBP\",\"lines\":[{\"sku\":\"A\",\"quantity\":1,\"unitAmount\":255}]}";
  private static TestStack stack;
  private static IngestProcess service;

  @BeforeAll
  static void start(TestStack shared) throws Exception {
    stack = shared;
    try (Admin admin = Admin.create(KafkaClients.common(kafka(), "test"))) {
      TopicCreation.ensure(admin, PARTITIONING, (short) 1);
    }
    service =
        IngestProcess.start(
            stack,
            Map.of(
                "SPILLWAY_MYSQL_SHARDS", "127.0.0.1:1/a,127.0.0.1:1/b,127.0.0.1:1/c,127.0.0.1:1/d",
                // A machine that also builds is slow: Redis is to fail only where a test says so.
                "SPILLWAY_INGEST_REDIS_TIMEOUT", "5s",
                "SPILLWAY_INGEST_KAFKA_DELIVERY_TIMEOUT", "8s",
                "SPILLWAY_INGEST_KAFKA_REQUEST_TIMEOUT", "4s",
                "SPILLWAY_INGEST_KAFKA_IN_FLIGHT_BYTES", "1MiB",
                "SPILLWAY_INGEST_KAFKA_PROBE_EVERY", "500ms"));
    awaitReady();
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  @Test
  @Order(1)
  void whatIsAcceptedIsInTheIntakeOnce() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      HttpResponse<String> first = submit(ORDER.formatted(i % 9), "one-" + i);
      HttpResponse<String> second = submit(ORDER.formatted(i % 9), "one-" + i);
      assertThat(first.statusCode()).isEqualTo(202);
      assertThat(second.body()).isEqualTo(first.body());
      ids.add(JSON.readTree(first.body()).get("orderId").asText());
    }
    assertThat(submit(ORDER.formatted(3), "one-1").statusCode()).isEqualTo(422);
    assertThat(submit("{}", "bad").statusCode()).isEqualTo(422);

    assertThat(intake()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(get("/v1/orders/" + ids.getFirst()).statusCode()).isEqualTo(503);
    assertThat(get("/metrics").body())
        .contains("spillway_ingest_orders_accepted_total", "kafka_producer_");
    assertThat(get("/health/ready").body()).contains("\"kafka\":{\"status\":\"up\"}");
  }

  @Test
  @Order(2)
  void manyAtOnceAreTakenOrRefusedAtOnceAndNeverDoubled() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      answers.add(
          CLIENT.sendAsync(
              request(ORDER.formatted(i), "many-" + (i / 2)), BodyHandlers.ofString()));
    }
    List<String> accepted = new ArrayList<>();
    for (var answer : answers) {
      HttpResponse<String> response = answer.get(60, TimeUnit.SECONDS);
      assertThat(response.statusCode()).isIn(202, 409, 422, 503);
      if (response.statusCode() == 202) {
        accepted.add(JSON.readTree(response.body()).get("orderId").asText());
      }
    }
    assertThat(accepted).isNotEmpty();
    List<String> intake = intake();
    assertThat(intake).doesNotHaveDuplicates().containsAll(accepted);
  }

  @Test
  @Order(2)
  void anotherAdjustmentUnderAReferenceIsRefusedThoughMysqlIsDown() throws Exception {
    String first = "{\"sku\":\"A/ß\",\"delta\":5,\"reference\":\"one\"}";
    String other = "{\"sku\":\"#12\",\"delta\":5,\"reference\":\"one\"}";
    assertThat(adjust(first).statusCode()).isEqualTo(202);
    assertThat(adjust(first).statusCode()).isEqualTo(202);

    HttpResponse<String> refused = adjust(other + ',' + first.replace("5", "-3"));

    assertThat(refused.statusCode()).isEqualTo(422);
    JsonNode problem = JSON.readTree(refused.body());
    assertThat(problem.get("type").asText()).endsWith("adjustment-reference-reused");
    assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/1/delta");
    assertThat(adjust(other.replace("5", "6")).statusCode()).isEqualTo(202);
  }

  @Test
  @Order(3)
  void withoutRedisOrdersAreTakenAndKeepTheirIds() throws Exception {
    String before = orderId(submit(ORDER.formatted(1), "redis-1"));
    stack.kill("redis");
    try {
      assertThat(orderId(submit(ORDER.formatted(1), "redis-1"))).isEqualTo(before);
      for (int i = 0; i < 20; i++) {
        assertThat(submit(ORDER.formatted(1), "redis-2" + i).statusCode()).isEqualTo(202);
      }
      String unknown = "{\"sku\":\"A\",\"delta\":%d,\"reference\":\"unknown\"}";
      assertThat(adjust(unknown.formatted(5)).statusCode()).isEqualTo(202);
      assertThat(adjust(unknown.formatted(-3)).statusCode()).isEqualTo(202);
      HttpResponse<String> ready = get("/health/ready");
      assertThat(ready.statusCode()).isEqualTo(200);
      assertThat(ready.body()).contains("degraded");
    } finally {
      stack.start("redis");
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                submit(ORDER.formatted(1), "redis-3")
                    .body()
                    .equals(submit(ORDER.formatted(1), "redis-3").body()));
  }

  @Test
  @Order(4)
  void withoutKafkaNothingIsAcceptedAndTheRetrySucceeds() throws Exception {
    stack.kill("kafka-0");
    HttpResponse<String> refused = submit(ORDER.formatted(1), "kafka-1");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(refused.headers().firstValue("Idempotency-Key")).hasValue("kafka-1");
    await().atMost(Duration.ofSeconds(20)).until(() -> get("/health/ready").statusCode() == 503);

    List<CompletableFuture<HttpResponse<String>>> flood = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      flood.add(
          CLIENT.sendAsync(request(ORDER.formatted(i), "flood-" + i), BodyHandlers.ofString()));
    }
    for (var answer : flood) {
      assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
    }

    stack.start("kafka-0");
    awaitReady();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> submit(ORDER.formatted(1), "kafka-1").statusCode() == 202);
    assertThat(get("/metrics").body()).contains("spillway_ingest_inflight_bytes");
  }

  private static String orderId(HttpResponse<String> response) throws IOException {
    assertThat(response.statusCode()).isEqualTo(202);
    JsonNode body = JSON.readTree(response.body());
    return body.get("orderId").asText();
  }

  private static HttpRequest request(String body, String key) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/v1/orders"))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static HttpResponse<String> submit(String body, String key)
      throws IOException, InterruptedException {
    return CLIENT.send(request(body, key), BodyHandlers.ofString());
  }

  private static HttpResponse<String> adjust(String adjustments)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + service.port() + "/v1/stock/adjustments");
    return CLIENT.send(
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString('[' + adjustments + ']'))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path)).build(),
        BodyHandlers.ofString());
  }

  private static void awaitReady() {
    await()
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptions()
        .until(() -> get("/health/ready").statusCode() == 200);
  }

  /** The ids of all orders in the intake; fails when one is not in its customer's partition. */
  private static List<String> intake() throws Exception {
    List<String> ids = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(KafkaClients.consumer(kafka(), "test", "test"))) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (int i = 0; i < PARTITIONING.orderPartitions(); i++) {
        partitions.add(new TopicPartition(Topic.ORDERS_INTAKE.topicName(), i));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          var order = OrderIntake.parseFrom(record.value()).getSubmit().getOrder();
          assertThat(record.partition())
              .isEqualTo(
                  PARTITIONING.partition(
                      Topic.ORDERS_INTAKE,
                      io.spillway.schemas.routing.RoutedId.parse(order.getOrderId()).slot()));
          ids.add(order.getOrderId());
        }
      }
    }
    return ids;
  }

  private static KafkaConfig kafka() {
    return new KafkaConfig(stack.endpoints().kafka());
  }
}
