package io.spillway.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.ingest.adapter.codec.ProductMessages;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductContent;
import io.spillway.ingest.core.ProductKey;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCreation;
import io.spillway.runtime.sql.Migrations;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.RowSource;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.SlotMap;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Products through two instances of the service on real servers; the test writes what the change
 * feed would. The faults come last, because they cost time to heal.
 */
@OnSharedStack({Server.KAFKA, Server.REDIS, Server.MYSQL})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProductsIT {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Partitioning PARTITIONING = new Partitioning(2, 16, 8);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static TestStack stack;
  private static MysqlConfig mysql;
  private static Instance one;
  private static Instance other;

  /** A process of the service. */
  private record Instance(IngestProcess process) {
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
      return CLIENT.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    HttpResponse<String> put(String sku, String name) throws IOException, InterruptedException {
      return CLIENT.send(
          request("/v1/products/" + sku)
              .header("Content-Type", "application/json")
              .PUT(BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))
              .build(),
          BodyHandlers.ofString());
    }

    String name(String sku) throws IOException, InterruptedException {
      HttpResponse<String> response = get("/v1/products/" + sku);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return new ObjectMapper().readTree(response.body()).get("name").asText();
    }

    String knewIt(String sku) throws IOException, InterruptedException {
      return get("/v1/products/" + sku).headers().firstValue("Cache-Status").orElse("");
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.port() + path))
          .timeout(Duration.ofSeconds(30));
    }
  }

  @BeforeAll
  static void start(TestStack shared) throws Exception {
    stack = shared;
    try (Admin admin = Admin.create(KafkaClients.common(kafka(), "test"))) {
      TopicCreation.ensure(admin, PARTITIONING, (short) 1);
    }
    mysql = StackSettings.mysql(stack, 2);
    Migrations.migrate(mysql);
    one = instance();
    other = instance();
    for (Instance instance : List.of(one, other)) {
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .until(() -> instance.get("/health/ready").statusCode() == 200);
      // Ready does not wait for MySQL, which orders do not need.
      await().atMost(LONG).until(() -> instance.get("/v1/products/none").statusCode() == 404);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    one.process.close();
    other.process.close();
  }

  @Test
  @Order(1)
  void whatOneInstanceTookAllTell() throws Exception {
    for (String sku : List.of("MUG", "A%2FB-12", "%C3%9F", "%C3%A4", "%23", "%5C", "%25")) {
      assertThat(one.put(sku, "Mug").statusCode()).as(sku).isEqualTo(201);

      assertThat(one.knewIt(sku)).contains("detail=memory");
      assertThat(other.knewIt(sku)).as(sku).contains("detail=redis");
      assertThat(other.knewIt(sku)).contains("detail=memory");
      assertThat(other.get("/v1/products/" + sku).body())
          .isEqualTo(one.get("/v1/products/" + sku).body());
      assertThat(one.put(sku, "Mug").statusCode()).isEqualTo(200);
    }
    assertThat(other.get("/metrics").body())
        .contains("spillway_ingest_products_answered_total{from=\"memory\"");
  }

  @Test
  @Order(2)
  void aChangeOfTheFeedIsToldBeforeAnythingIsOld() throws Exception {
    one.put("PAN", "Pan");
    assertThat(other.name("PAN")).isEqualTo("Pan");
    assertThat(one.name("PAN")).isEqualTo("Pan");

    publish(changeInTables("PAN", "Wok", 2));

    // Much sooner than an hour, for which these instances hold what they do not hear of.
    await().atMost(LONG).until(() -> one.name("PAN").equals("Wok"));
    await().atMost(LONG).until(() -> other.name("PAN").equals("Wok"));
    assertThat(one.knewIt("PAN")).contains("detail=memory");
  }

  @Test
  @Order(3)
  void withoutRedisProductsArePutAndReadAllTheSame() throws Exception {
    stack.kill("redis");
    try {
      assertThat(one.put("CUP", "Cup").statusCode()).isEqualTo(201);
      assertThat(one.name("CUP")).isEqualTo("Cup");
      assertThat(other.name("CUP")).isEqualTo("Cup");
      publish(changeInTables("CUP", "Beaker", 2));
      await().atMost(LONG).until(() -> one.name("CUP").equals("Beaker"));
      await().atMost(LONG).until(() -> other.name("CUP").equals("Beaker"));
    } finally {
      stack.start("redis");
    }
  }

  @Test
  @Order(4)
  void withTheShardDownWhatIsHeldIsAnswered() throws Exception {
    one.put("HOT", "Kettle");
    one.put("GAP", "Jug");
    stack.kill("mysql-0");
    try {
      assertThat(one.name("HOT")).isEqualTo("Kettle");
      assertThat(one.get("/v1/products/NEVER-SEEN").statusCode()).isEqualTo(503);
      HttpResponse<String> refused = one.put("HOT", "Other");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();

      // A record that names no product puts all in doubt, and nobody can confirm it.
      publish(Topic.CDC_PRODUCTS, 0, "corrupt", new byte[] {1});
      await()
          .atMost(LONG)
          .until(() -> one.get("/v1/products/GAP").headers().firstValue("Warning").isPresent());
      assertThat(one.name("GAP")).isEqualTo("Jug");
      assertThat(one.get("/metrics").body())
          .containsPattern("products_answered_total\\{from=\"stale\"[^}]*} [1-9]");
    } finally {
      stack.start("mysql-0");
    }
    await()
        .atMost(LONG)
        .until(() -> one.get("/v1/products/GAP").headers().firstValue("Warning").isEmpty());
    await().atMost(LONG).until(() -> one.put("HOT", "Other").statusCode() == 200);
    assertThat(one.name("HOT")).isEqualTo("Other");
  }

  /** As another instance or a person would; the version is what the row gets. */
  private static Product changeInTables(String sku, String name, long version) throws Exception {
    ProductKey key = new ProductKey("default", sku);
    ShardAddress shard = mysql.shards().get(SlotMap.shard(key.slot(), PARTITIONING.shards()));
    try (Connection connection =
            DriverManager.getConnection(shard.jdbcUrl(), mysql.user(), mysql.password());
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE products SET name = ?, version = ? WHERE tenant = ? AND sku = ?")) {
      update.setString(1, name);
      update.setLong(2, version);
      update.setString(3, key.tenant());
      update.setString(4, sku);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
    Instant now = Instant.now();
    return new Product(key, new ProductContent(name, "", new TreeMap<>()), version, now, now);
  }

  private static void publish(Product product) throws Exception {
    RowChange change =
        RowChange.newBuilder()
            .setSource(RowSource.newBuilder().setCommittedAt(Times.timestamp(Instant.now())))
            .setProduct(ProductMessages.message(product))
            .build();
    publish(
        Topic.CDC_PRODUCTS,
        PARTITIONING.partition(Topic.CDC_PRODUCTS, product.key().slot()),
        product.key().text(),
        change.toByteArray());
  }

  private static void publish(Topic topic, int partition, String key, byte[] value)
      throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.producer(kafka(), "test"))) {
      producer
          .send(new ProducerRecord<>(topic.topicName(), partition, key.getBytes(UTF_8), value))
          .get();
    }
  }

  private static Instance instance() throws IOException {
    return new Instance(
        IngestProcess.start(
            stack,
            Map.of(
                // What changes sooner than this was heard of from the feed.
                "SPILLWAY_INGEST_PRODUCTS_REFRESH_AFTER", "1h",
                "SPILLWAY_INGEST_PRODUCTS_FRESH_FOR", "1h",
                "SPILLWAY_INGEST_REDIS_TIMEOUT", "5s")));
  }

  private static KafkaConfig kafka() {
    return new KafkaConfig(stack.endpoints().kafka());
  }
}
