package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.Pause;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.elastic.DocumentRemoval;
import io.spillway.verify.adapter.mysql.ShardQueries;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Does to the stores of a running pipeline what only a bug would. */
final class Damage implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Backends backends;
  private final HttpClient http = HttpClient.newHttpClient();

  Damage(Backends backends) {
    this.backends = backends;
  }

  /** A row somewhere, as texts. */
  record Row(Backends.Shard shard, List<String> columns) {
    String get(int column) {
      return columns.get(column);
    }
  }

  /** The first row that any shard answers. */
  Row find(String sql) throws Exception {
    for (Backends.Shard shard : backends.shards()) {
      try (Connection connection = ShardQueries.connect(backends, shard);
          PreparedStatement statement = connection.prepareStatement(sql);
          ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          List<String> columns = new ArrayList<>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            columns.add(String.valueOf(row.getString(i)));
          }
          return new Row(shard, columns);
        }
      }
    }
    throw new AssertionError("no row answers " + sql);
  }

  /** How many orders there are on all shards. */
  int orders() throws Exception {
    int orders = 0;
    for (Backends.Shard shard : backends.shards()) {
      try (Connection connection = ShardQueries.connect(backends, shard);
          PreparedStatement statement = connection.prepareStatement("SELECT COUNT(*) FROM orders");
          ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        orders += row.getInt(1);
      }
    }
    return orders;
  }

  /** Changes just one row of a shard. */
  void change(Backends.Shard shard, String sql, Object... values) throws Exception {
    try (Connection connection = ShardQueries.connect(backends, shard);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      assertThat(statement.executeUpdate()).as(sql).isEqualTo(1);
    }
  }

  /** An order's document with its index. */
  JsonNode document(String orderId) throws Exception {
    JsonNode hits =
        ask("POST", "/orders/_search", "{\"query\":{\"term\":{\"orderId\":\"" + orderId + "\"}}}")
            .path("hits")
            .path("hits");
    assertThat(hits).hasSize(1);
    return hits.get(0);
  }

  /** Puts a copy of an order's document under another id. */
  void copyDocument(String orderId, String otherId) throws Exception {
    JsonNode hit = document(orderId);
    ObjectNode source = (ObjectNode) hit.path("_source");
    source.put("orderId", otherId);
    ask("PUT", "/" + hit.path("_index").asText() + "/_doc/" + otherId, source.toString());
  }

  /** Makes an order's document one of an earlier version, as if the later was never indexed. */
  void makeStale(String orderId, long version) throws Exception {
    JsonNode hit = document(orderId);
    ObjectNode source = (ObjectNode) hit.path("_source");
    source.put("version", version);
    try (DocumentRemoval removal =
        new DocumentRemoval(BackendConfigs.elastic(backends), Pause.system())) {
      removal.remove(List.of("orders"), "orderId", List.of(orderId));
    }
    String path =
        "/%s/_doc/%s?version_type=external&version=%d"
            .formatted(hit.path("_index").asText(), orderId, version);
    ask("PUT", path, source.toString());
  }

  /** Changes a field of an order's document behind everybody's back. */
  void changeDocument(String orderId, String field, Object value) throws Exception {
    JsonNode hit = document(orderId);
    ObjectNode source = (ObjectNode) hit.path("_source");
    source.set(field, JSON.valueToTree(value));
    // The same version once more, so that later ones are still taken.
    String path =
        "/%s/_doc/%s?version_type=external_gte&version=%s"
            .formatted(
                hit.path("_index").asText(),
                orderId,
                ask("GET", "/" + hit.path("_index").asText() + "/_doc/" + orderId, "")
                    .path("_version")
                    .asText());
    ask("PUT", path, source.toString());
  }

  /** The newest event of an order. */
  OrderEvent newestEvent(String orderId) throws Exception {
    OrderEvent newest = OrderEvent.getDefaultInstance();
    for (ConsumerRecord<byte[], byte[]> record :
        new TopicProbe(backends.kafka()).all(Topic.ORDERS_EVENTS)) {
      if (orderId.equals(new String(record.key(), StandardCharsets.UTF_8))) {
        newest = OrderEvent.parseFrom(record.value());
      }
    }
    return newest;
  }

  /** Publishes an event that the saga never decided. */
  void publish(OrderEvent event) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.producer(new KafkaConfig(backends.kafka()), "damage"))) {
      int partitions = producer.partitionsFor(Topic.ORDERS_EVENTS.topicName()).size();
      int slot = RoutedId.parse(event.getOrderId()).slot();
      producer
          .send(
              new ProducerRecord<>(
                  Topic.ORDERS_EVENTS.topicName(),
                  io.spillway.schemas.routing.SlotMap.partition(slot, partitions),
                  event.getOrderId().getBytes(StandardCharsets.UTF_8),
                  event.toByteArray()))
          .get();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private JsonNode ask(String method, String path, String body) throws Exception {
    HttpRequest.BodyPublisher content =
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var response =
        http.send(
            HttpRequest.newBuilder(URI.create(backends.elasticsearch() + path))
                .header("Content-Type", "application/json")
                .method(method, content)
                .build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    return JSON.readTree(response.body());
  }
}
