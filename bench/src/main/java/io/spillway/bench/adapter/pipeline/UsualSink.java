package io.spillway.bench.adapter.pipeline;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._helpers.bulk.BulkIngester;
import co.elastic.clients.elasticsearch._helpers.bulk.BulkListener;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's changes of orders into Elasticsearch with BulkIngester as it comes: a document for the
 * order and one for each line, under external versions. Thread-safe.
 */
record UsualSink(ElasticsearchClient client) {
  static final String ORDERS = "usual-orders";
  static final String LINES = "usual-order-lines";

  /** Fields are indexed as ours are: texts as keywords, numbers for their columns alone. */
  private static final String INDEX =
      """
      {
        "settings": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "1s"},
        "mappings": {
          "dynamic_templates": [
            {"texts": {"match_mapping_type": "string", "mapping": {"type": "keyword"}}},
            {"numbers": {"match_mapping_type": "long", "mapping": {"type": "long", "index": false}}}
          ],
          "properties": {
            "attributes": {"type": "flattened"},
            "placedAt": {"type": "date"},
            "createdAt": {"type": "date"},
            "updatedAt": {"type": "date"}
          }
        }
      }
      """;

  private static final JsonMapper JSON = new JsonMapper();
  private static final int CONFLICT = 409;

  void createIndices() throws IOException {
    for (String index : List.of(ORDERS, LINES)) {
      if (!client.indices().exists(e -> e.index(index)).value()) {
        client.indices().create(c -> c.index(index).withJson(new StringReader(INDEX)));
      }
    }
  }

  /** Writes what comes until a failure; offsets are committed when Elasticsearch has answered. */
  void run(KafkaConsumer<String, String> changes) {
    Answers answers = new Answers();
    try (changes;
        BulkIngester<Void> ingester = BulkIngester.of(b -> b.client(client).listener(answers))) {
      while (true) {
        ConsumerRecords<String, String> records = changes.poll(Duration.ofMillis(100));
        for (ConsumerRecord<String, String> record : records) {
          JsonNode row = JSON.readTree(record.value()).path("payload").path("after");
          // A change of the schema has none.
          if (row.isObject()) {
            write(ingester, row);
          }
        }
        if (!records.isEmpty()) {
          ingester.flush();
          while (ingester.pendingOperations() > 0 || ingester.pendingRequests() > 0) {
            TimeUnit.MILLISECONDS.sleep(1);
          }
          answers.check();
          changes.commitSync();
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException("a consumer of changes failed", e);
    }
  }

  private static void write(BulkIngester<Void> ingester, JsonNode row)
      throws JsonProcessingException {
    String id = row.path("id").asText();
    long version = row.path("version").asLong();
    JsonNode lines = JSON.readTree(row.path("lines").asText());
    Map<String, String> attributes = new TreeMap<>();
    JSON.readTree(row.path("attributes").asText())
        .properties()
        .forEach(each -> attributes.put(each.getKey(), each.getValue().asText()));
    add(ingester, ORDERS, id, version, order(row, lines, attributes));
    for (int line = 0; line < lines.size(); line++) {
      add(ingester, LINES, id + "-" + line, version, line(row, line, lines.path(line), attributes));
    }
  }

  private static void add(
      BulkIngester<Void> ingester,
      String index,
      String id,
      long version,
      Map<String, Object> document) {
    ingester.add(
        operation ->
            operation.index(
                i ->
                    i.index(index)
                        .id(id)
                        .version(version)
                        .versionType(VersionType.External)
                        .document(document)));
  }

  private static Map<String, Object> order(
      JsonNode row, JsonNode lines, Map<String, String> attributes) {
    Map<String, Object> fields = common(row, attributes);
    boolean kept = row.path("status").asText().equals("CONFIRMED");
    fields.put("totalAmount", row.path("total_amount").asLong());
    fields.put("keptAmount", kept ? row.path("total_amount").asLong() : 0);
    fields.put("lineCount", lines.size());
    fields.put(
        "units", lines.valueStream().mapToLong(line -> line.path("quantity").asLong()).sum());
    fields.put("attributes", attributes);
    fields.put("updatedAt", time(row, "updated_at"));
    fields.put("settleMillis", row.path("updated_at").asLong() - row.path("placed_at").asLong());
    return fields;
  }

  private static Map<String, Object> line(
      JsonNode row, int number, JsonNode line, Map<String, String> attributes) {
    Map<String, Object> fields = common(row, attributes);
    boolean kept = row.path("status").asText().equals("CONFIRMED");
    long amount = line.path("quantity").asLong() * line.path("unitAmount").asLong();
    fields.put("line", number);
    fields.put("sku", line.path("sku").asText());
    fields.put("quantity", line.path("quantity").asInt());
    fields.put("unitAmount", line.path("unitAmount").asLong());
    fields.put("amount", amount);
    fields.put("kept", kept);
    fields.put("keptAmount", kept ? amount : 0);
    return fields;
  }

  private static Map<String, Object> common(JsonNode row, Map<String, String> attributes) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("orderId", row.path("id").asText());
    fields.put("tenant", "default");
    fields.put("customerId", row.path("customer_id").asText());
    fields.put("status", row.path("status").asText());
    fields.put("version", row.path("version").asLong());
    fields.put("currency", row.path("currency").asText());
    fields.put("country", attributes.getOrDefault("country", ""));
    fields.put("placedAt", time(row, "placed_at"));
    fields.put("createdAt", time(row, "created_at"));
    return fields;
  }

  /** Debezium tells times without a zone as milliseconds of UTC. */
  private static String time(JsonNode row, String column) {
    return Instant.ofEpochMilli(row.path(column).asLong()).toString();
  }

  /** Remembers the first failure of a bulk request or of a document in it. */
  private static final class Answers implements BulkListener<Void> {
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    @Override
    public void beforeBulk(long execution, BulkRequest request, List<Void> contexts) {}

    @Override
    public void afterBulk(
        long execution, BulkRequest request, List<Void> contexts, BulkResponse response) {
      response.items().stream()
          // A conflict is a row that was read again.
          .filter(item -> item.status() >= 300 && item.status() != CONFLICT)
          .findFirst()
          .ifPresent(item -> failure.compareAndSet(null, item.toString()));
    }

    @Override
    public void afterBulk(
        long execution, BulkRequest request, List<Void> contexts, Throwable cause) {
      failure.compareAndSet(null, cause.toString());
    }

    void check() {
      String first = failure.get();
      if (first != null) {
        throw new IllegalStateException("Elasticsearch did not take a document: " + first);
      }
    }
  }
}
