package io.spillway.bench.adapter.pipeline;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.spillway.bench.adapter.cdc.DebeziumFeed;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.config.ShardAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The job of the pipeline done the usual way, with libraries as they come: JSON events over Kafka,
 * {@link UsualOrders} with a transaction an order, Debezium on its table, and {@link UsualSink}.
 * Everything in one JVM, which favours it.
 */
public final class UsualPipeline {
  static final String ORDERS = "usual.orders";
  static final String EVENTS = "usual.events";
  static final String CHANGES = "usual.changes";

  private static final JsonMapper JSON = new JsonMapper();
  private static final int CONSUMERS = 4;
  private static final int SINKS = 2;
  private static final int FEED_ID = 64_100;

  private UsualPipeline() {}

  /** Serves until killed. Arguments: a directory for positions, then the feed's account. */
  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.WARNING);
    Settings settings = Settings.load();
    String brokers = KafkaConfig.from(settings).bootstrap();
    MysqlConfig mysql = MysqlConfig.from(settings);
    String elastic = ElasticConfig.from(settings).uri();
    int port = settings.count("spillway.ingest.port", 1, 65_535);
    settings.check();
    ShardAddress shard = mysql.shards().getFirst();
    KafkaProducer<String, String> producer = Peers.producer(brokers);
    UsualOrders orders = new UsualOrders(Peers.database(mysql), producer);
    orders.createTables();
    UsualSink sink = new UsualSink(ElasticsearchClient.of(b -> b.host(elastic)));
    sink.createIndices();
    DebeziumFeed feed =
        new DebeziumFeed("usual", FEED_ID, args[1], args[2], Path.of(args[0]))
            .of(
                shard.host(),
                Integer.toString(shard.port()),
                shard.schema(),
                shard.schema() + "\\." + UsualOrders.TABLE);
    Thread.ofPlatform().name("feed").start(() -> feed.run(producer, CHANGES));
    for (int i = 0; i < CONSUMERS; i++) {
      Thread.ofPlatform().name("orders-" + i).start(() -> orders.run(consumer(brokers, "orders")));
    }
    for (int i = 0; i < SINKS; i++) {
      Thread.ofPlatform().name("sink-" + i).start(() -> sink.run(consumer(brokers, "sink")));
    }
    Peers.serve(port, request -> accept(request, producer));
  }

  private static void accept(Context request, KafkaProducer<String, String> producer)
      throws InterruptedException, ExecutionException {
    ObjectNode order = order(request.body());
    String key = request.header("Idempotency-Key");
    if (order == null || key == null) {
      request.status(400);
      return;
    }
    // The same for a retry, so that the deduplication table knows it.
    String name = order.path("customerId").asText() + "/" + key;
    String id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    order.put("orderId", id).put("placedAt", Instant.now().toString());
    producer.send(new ProducerRecord<>(ORDERS, id, order.toString())).get();
    request.status(202).result("{\"orderId\":\"" + id + "\"}");
  }

  /** The order in a body; null when it lacks what every order has. */
  private static @Nullable ObjectNode order(String body) {
    try {
      JsonNode order = JSON.readTree(body);
      boolean whole =
          order.path("customerId").isTextual()
              && order.path("currency").isTextual()
              && !order.path("lines").isEmpty()
              && order
                  .path("lines")
                  .valueStream()
                  .allMatch(
                      line ->
                          line.path("sku").isTextual()
                              && line.path("quantity").asInt() > 0
                              && line.path("unitAmount").isIntegralNumber());
      return whole ? (ObjectNode) order : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Commits by hand: an order must not be passed over because a timer was quicker. */
  private static KafkaConsumer<String, String> consumer(String brokers, String group) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", brokers);
    settings.put("group.id", "usual-" + group);
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(group.equals("sink") ? CHANGES : ORDERS));
    return consumer;
  }
}
