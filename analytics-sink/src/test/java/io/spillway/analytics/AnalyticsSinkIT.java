package io.spillway.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCreation;
import io.spillway.runtime.testing.ServiceJvm;
import io.spillway.schemas.audit.AuditHash;
import io.spillway.schemas.audit.AuditRecord;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.port.Stack;
import io.spillway.stack.testing.OnSharedStack;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sink as a process of its own between a real Kafka and a real Elasticsearch. */
@OnSharedStack({Server.KAFKA, Server.ELASTICSEARCH})
class AnalyticsSinkIT {
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Stack stack;
  private static KafkaProducer<byte[], byte[]> producer;
  private static Process sink;
  private static int reportsPort;
  private static int adminPort;

  @BeforeAll
  static void start(TestStack shared) throws Exception {
    stack = shared;
    KafkaConfig kafka = new KafkaConfig(stack.endpoints().kafka());
    try (Admin admin = Admin.create(KafkaClients.common(kafka, "test"))) {
      TopicCreation.ensure(admin, Partitioning.DEFAULT, (short) 1);
    }
    producer = new KafkaProducer<>(KafkaClients.producer(kafka, "test"));
    reportsPort = ServiceJvm.freePort();
    adminPort = ServiceJvm.freePort();
    sink = startSink();
  }

  @AfterAll
  static void stop() throws Exception {
    try {
      sink.destroy();
      assertThat(sink.waitFor(40, TimeUnit.SECONDS)).as("the sink stops on SIGTERM").isTrue();
      producer.close();
      HTTP.close();
    } finally {
      sink.destroyForcibly();
    }
  }

  private static Process startSink() throws IOException {
    ProcessBuilder builder = ServiceJvm.of(AnalyticsMain.class, List.of());
    var environment = builder.environment();
    environment.put("SPILLWAY_KAFKA_BOOTSTRAP", stack.endpoints().kafka());
    environment.put("SPILLWAY_ELASTICSEARCH_URI", stack.endpoints().elasticsearch());
    environment.put("SPILLWAY_REPORTS_PORT", Integer.toString(reportsPort));
    environment.put("SPILLWAY_ADMIN_PORT", Integer.toString(adminPort));
    Process process = builder.inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }

  private static void send(Topic topic, int partition, String key, byte[] value) throws Exception {
    producer
        .send(new ProducerRecord<>(topic.topicName(), partition, key.getBytes(UTF_8), value))
        .get();
  }

  private static void sendOrder(String id, long version, String status) throws Exception {
    send(
        Topic.CDC_ORDERS,
        Math.floorMod(id.hashCode(), 16),
        id,
        RowChange.newBuilder().setOrder(Rows.order(id, version, status)).build().toByteArray());
  }

  private static void sendMovement(String ref, MovementKind kind) throws Exception {
    send(
        Topic.CDC_STOCK_MOVEMENTS,
        3,
        RowKeys.movement(ref, 1, kind.code()),
        RowChange.newBuilder()
            .setMovement(Rows.movement(ref).setKind(kind.code()))
            .build()
            .toByteArray());
  }

  private static void sendStock(StockRow row) throws Exception {
    send(
        Topic.CDC_STOCK,
        Math.floorMod(row.getSku().hashCode(), 8),
        row.getTenant() + '/' + row.getSku(),
        RowChange.newBuilder().setStock(row).build().toByteArray());
  }

  private static JsonNode get(String uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
    return new JsonMapper()
        .readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private static JsonNode document(String index, String id) throws Exception {
    return get(
        stack.endpoints().elasticsearch()
            + "/"
            + index
            + "/_doc/"
            + URLEncoder.encode(id, UTF_8).replace("+", "%20"));
  }

  private static void awaitVersion(String index, String id, long version) {
    await(index + " " + id)
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> document(index, id).path("_version").asLong() == version);
  }

  @Test
  void rowsBecomeDocumentsAndReports() throws Exception {
    sendOrder("it-1", 1, "RESERVING");
    sendOrder("it-1", 2, "CONFIRMED");
    sendOrder("it-1", 1, "RESERVING");
    sendMovement("it-1", MovementKind.RESERVE);
    sendMovement("it-1", MovementKind.RELEASE);

    awaitVersion("orders-2026.11", "it-1", 2);
    awaitVersion("order-lines-2026.11", "it-1-1", 2);
    awaitVersion("stock-movements-2026.11", "it-1/1/2", 1);
    assertThat(document("stock-movements-2026.11", "it-1/1/1").path("found").asBoolean())
        .as("the order's lines tell what was reserved")
        .isFalse();
    assertThat(document("orders-2026.11", "it-1").at("/_source/status").asText())
        .isEqualTo("CONFIRMED");
    String api = "http://127.0.0.1:" + reportsPort + "/reports/api/";
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(get(api + "revenue-by-day").at("/rows/0/placedAt").asText())
                    .isEqualTo("2010-12-01T00:00:00Z"));
  }

  @Test
  void ofStockRowsThatFollowOneAnotherOnlyTheNewestIsIndexed() throws Exception {
    double before = superseded();
    for (int version = 1; version <= 20; version++) {
      sendStock(Rows.stock("hot", 100 - version, version));
    }

    awaitVersion("stock", "default/hot", 20);
    assertThat(superseded() - before).isGreaterThanOrEqualTo(15);
  }

  private static double superseded() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/metrics")).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("spillway_analytics_documents_superseded_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void theLongestSkusAreDocumentsOfTheirOwn() throws Exception {
    String longest = "/#" + "😀".repeat(61);
    for (String sku : List.of(longest + "ß", longest + "ss", longest + "ẞ")) {
      sendStock(Rows.stock(sku, 5, 1));
      awaitVersion("stock", "default/" + sku, 1);
      assertThat(document("stock", "default/" + sku).at("/_source/sku").asText()).isEqualTo(sku);
    }
  }

  @Test
  void productsBecomeDocumentsAndAnOlderVersionChangesNothing() throws Exception {
    for (long version : new long[] {1, 2, 1}) {
      send(
          Topic.CDC_PRODUCTS,
          6,
          "default/it-mug",
          RowChange.newBuilder()
              .setProduct(Rows.product("default", "it-mug", "Mug " + version, version))
              .build()
              .toByteArray());
    }

    awaitVersion("products", "default/it-mug", 2);
    assertThat(document("products", "default/it-mug").at("/_source/name").asText())
        .isEqualTo("Mug 2");
  }

  @Test
  void auditEntriesBecomeDocumentsThatNothingReplaces() throws Exception {
    AuditRecord entry = Rows.audit("it-act");
    String forged = new String(entry.bytes(), UTF_8).replace("me@here", "nobody");
    String hash = AuditHash.of(forged.getBytes(UTF_8));
    send(Topic.OPERATIONS_AUDIT, 0, "it-act", entry.bytes());
    // Of the same place in its chain, with the hash that belongs to it.
    send(Topic.OPERATIONS_AUDIT, 0, "it-act", forged.replace(entry.hash(), hash).getBytes(UTF_8));
    send(Topic.OPERATIONS_AUDIT, 0, "it-next", Rows.audit("it-next").bytes());

    awaitVersion("audit-2026.11", "chain-of-it-next/0", 1);
    JsonNode document = document("audit-2026.11", "chain-of-it-act/0").get("_source");
    assertThat(document.get("who").asText()).isEqualTo("me@here");
    assertThat(document.get("hash").asText()).isEqualTo(entry.hash());
    assertThat(document.at("/details/group").asText()).isEqualTo("billing");
  }

  @Test
  void whatIsNoRowIsSetAsideAndTheNextIsIndexed() throws Exception {
    byte[] garbage = {1, 2, 3};
    send(Topic.CDC_STOCK, 5, "default/garbage", garbage);
    send(
        Topic.CDC_STOCK,
        5,
        "default/after",
        RowChange.newBuilder().setStock(Rows.stock("after", 4, 1)).build().toByteArray());

    awaitVersion("stock", "default/after", 1);
    ConsumerRecord<byte[], byte[]> letter = deadLetter("default/garbage");
    assertThat(letter.value()).isEqualTo(garbage);
    assertThat(CloudEvent.text(letter.headers(), "dlq-source-topic")).isEqualTo("cdc.stock.v1");
    assertThat(CloudEvent.text(letter.headers(), "dlq-consumer")).isEqualTo("analytics-sink");
    assertThat(CloudEvent.text(letter.headers(), "dlq-cause")).contains("not a protobuf message");
  }

  @Test
  void aRowTheIndexRefusesIsSetAsideWithItsReason() throws Exception {
    // Longer than a keyword may be: that one document is refused.
    String id = "it-long";
    byte[] row =
        RowChange.newBuilder()
            .setOrder(Rows.order(id, 1, "RESERVING").setCustomerId("c".repeat(40_000)))
            .build()
            .toByteArray();
    send(Topic.CDC_ORDERS, 7, id, row);
    sendOrder("it-fine", 1, "RESERVING");

    awaitVersion("orders-2026.11", "it-fine", 1);
    assertThat(CloudEvent.text(deadLetter(id).headers(), "dlq-cause"))
        .contains("document it-long refused: 400");
  }

  @Test
  void aRowThatSpoilsItsWholeRequestIsFoundAndSetAside() throws Exception {
    // Longer than an id may be: Elasticsearch refuses the request, not the document.
    StockRow tooLong = Rows.stock("s".repeat(600), 1, 1);
    sendStock(tooLong);
    sendStock(Rows.stock("fine", 1, 1));

    awaitVersion("stock", "default/fine", 1);
    assertThat(CloudEvent.text(deadLetter("default/" + tooLong.getSku()).headers(), "dlq-cause"))
        .contains("answered 400 to POST /_bulk", "id [default/sss");
  }

  @Test
  void anOutageOfTheIndexLosesNothing() throws Exception {
    sendStock(Rows.stock("steady", 1, 1));
    awaitVersion("stock", "default/steady", 1);
    stack.kill("elasticsearch");
    sendStock(Rows.stock("steady", 0, 2));
    String admin = "http://127.0.0.1:" + adminPort;
    await()
        .atMost(LONG)
        .until(() -> get(admin + "/health/ready").at("/parts/loop/status").asText().equals("down"));
    JsonNode problem = get("http://127.0.0.1:" + reportsPort + "/reports/api/stock-outs");
    assertThat(problem.path("status").asInt()).isEqualTo(503);

    stack.start("elasticsearch");

    awaitVersion("stock", "default/steady", 2);
    await()
        .atMost(LONG)
        .until(() -> get(admin + "/health/ready").path("status").asText().equals("up"));
  }

  @Test
  void aDeletedIndexIsMadeAgainAndReplayFillsIt() throws Exception {
    sendOrder("it-before", 2, "FULFILLED");
    awaitVersion("orders-2026.11", "it-before", 2);
    String elastic = stack.endpoints().elasticsearch();
    HTTP.send(
        HttpRequest.newBuilder(URI.create(elastic + "/orders-2026.11")).DELETE().build(),
        HttpResponse.BodyHandlers.discarding());

    sendOrder("it-after", 1, "RESERVING");

    awaitVersion("orders-2026.11", "it-after", 1);
    assertThat(get(elastic + "/orders-2026.11").at("/orders-2026.11/mappings/dynamic").asText())
        .isEqualTo("strict");
    assertThat(document("orders-2026.11", "it-before").path("found").asBoolean()).isFalse();

    sink.destroy();
    assertThat(sink.waitFor(40, TimeUnit.SECONDS)).isTrue();
    try (Admin admin =
        Admin.create(
            KafkaClients.common(new KafkaConfig(stack.endpoints().kafka()), "test-replay"))) {
      admin.deleteConsumerGroups(List.of("analytics-sink")).all().get();
    }
    sink = startSink();

    awaitVersion("orders-2026.11", "it-before", 2);
    assertThat(document("orders-2026.11", "it-before").at("/_source/keptAmount").asLong())
        .isEqualTo(1_550);
  }

  private static ConsumerRecord<byte[], byte[]> deadLetter(String key) {
    KafkaConfig kafka = new KafkaConfig(stack.endpoints().kafka());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(KafkaClients.consumer(kafka, "test-" + key.hashCode(), "test"))) {
      consumer.subscribe(List.of(Topic.ANALYTICS_SINK_DLQ.topicName()));
      long deadline = System.nanoTime() + LONG.toNanos();
      while (System.nanoTime() < deadline) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
        for (ConsumerRecord<byte[], byte[]> record : records) {
          if (new String(record.key(), UTF_8).equals(key)) {
            return record;
          }
        }
      }
    }
    throw new AssertionError("no dead letter for " + key);
  }
}
