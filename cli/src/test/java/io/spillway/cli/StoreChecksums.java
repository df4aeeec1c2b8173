package io.spillway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.operate.core.RecordSubject;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.Backends;
import io.spillway.verify.adapter.mysql.ShardQueries;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** All that the stores and public topics hold of one tenant, as text by place and key. */
final class StoreChecksums {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_DOCUMENTS = 10_000;

  private final Backends backends;
  private final TopicProbe topics;
  private final HttpClient http = HttpClient.newHttpClient();

  StoreChecksums(Backends backends) {
    this.backends = backends;
    this.topics = new TopicProbe(backends.kafka());
  }

  /** Rows, documents with their versions, events by id, and the newest availability of each SKU. */
  Map<String, String> of(String tenant) throws Exception {
    Map<String, String> all = new TreeMap<>();
    for (String table : List.of("orders", "stock", "stock_movement", "products")) {
      rows(table, tenant, all);
    }
    for (String index : List.of("orders", "order-lines", "stock", "stock-movements", "products")) {
      documents(index, tenant, all);
    }
    events(tenant, all);
    for (ConsumerRecord<byte[], byte[]> record : ofTenant(Topic.INVENTORY_AVAILABILITY, tenant)) {
      all.put("availability " + new String(record.key(), UTF_8), hex(record.value()));
    }
    return all;
  }

  /** What only one of two answers holds, a line each, so that a failure names it. */
  static List<String> differences(Map<String, String> before, Map<String, String> after) {
    TreeMap<String, String> all = new TreeMap<>(before);
    all.putAll(after);
    return all.keySet().stream()
        .filter(key -> !Objects.equals(before.get(key), after.get(key)))
        .map(key -> key + ": before " + before.get(key) + ", after " + after.get(key))
        .toList();
  }

  List<ConsumerRecord<byte[], byte[]>> ofTenant(Topic topic, String tenant) {
    return topics.all(topic).stream()
        .filter(r -> RecordSubject.of(topic, r.key(), r.value()).tenant().equals(tenant))
        .toList();
  }

  private void events(String tenant, Map<String, String> all) {
    for (ConsumerRecord<byte[], byte[]> event : ofTenant(Topic.ORDERS_EVENTS, tenant)) {
      String id = CloudEvent.text(event.headers(), "ce_id");
      String before = all.put("event " + id, hex(event.value()));
      assertThat(before).as("event " + id + " was published once").isNull();
    }
  }

  private void rows(String table, String tenant, Map<String, String> all) throws Exception {
    for (Backends.Shard shard : backends.shards()) {
      try (Connection connection = ShardQueries.connect(backends, shard);
          PreparedStatement statement =
              connection.prepareStatement("SELECT * FROM " + table + " WHERE tenant = ?")) {
        statement.setString(1, tenant);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            StringBuilder row = new StringBuilder();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              byte[] cell = rows.getBytes(i);
              row.append(cell == null ? "-" : hex(cell)).append(' ');
            }
            all.put("%s on shard %d: %s".formatted(table, shard.number(), row), "");
          }
        }
      }
    }
  }

  private void documents(String index, String tenant, Map<String, String> all) throws Exception {
    ask(index + "/_refresh", "");
    JsonNode hits =
        ask(
                index + "/_search?version=true&size=" + MAX_DOCUMENTS,
                "{\"query\":{\"term\":{\"tenant\":\"" + tenant + "\"}},\"track_total_hits\":true}")
            .path("hits");
    assertThat(hits.path("total").path("value").asInt()).isEqualTo(hits.path("hits").size());
    for (JsonNode hit : hits.path("hits")) {
      all.put(
          "document " + hit.path("_index").asText() + "/" + hit.path("_id").asText(),
          hit.path("_version").asText() + " " + hit.path("_source"));
    }
  }

  private JsonNode ask(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(backends.elasticsearch() + "/" + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    var response = http.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
