package io.spillway.analytics.adapter.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.analytics.AnalyticsFlow;
import io.spillway.analytics.AnalyticsMetrics;
import io.spillway.analytics.ReindexFlow;
import io.spillway.analytics.Rows;
import io.spillway.analytics.adapter.memory.MemoryReplay;
import io.spillway.analytics.core.backlog.CatchUp;
import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.analytics.core.document.StockDocuments;
import io.spillway.analytics.core.generation.Generation;
import io.spillway.analytics.core.generation.Retention;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.adapter.elastic.ElasticReportReads;
import io.spillway.reports.core.ReportTable;
import io.spillway.reports.core.Reports;
import io.spillway.reports.core.Selection;
import io.spillway.runtime.failure.Backoff;
import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mapping is changed while a sink writes and readers read, on a real Elasticsearch. */
@OnSharedStack({Server.KAFKA, Server.ELASTICSEARCH})
class GenerationsIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final IndexOptions OPTIONS =
      new IndexOptions(0, Duration.ofMillis(200), IndexedMovements.RELEASES_AND_ADJUSTMENTS);
  private static ElasticClient client;

  @BeforeAll
  static void start(TestStack shared) {
    client = ElasticClient.open(Objects.requireNonNull(shared.endpoints().elasticsearch()));
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
  }

  @BeforeEach
  void empty() throws Exception {
    for (JsonNode index : call("GET", "/_cat/indices?format=json", null)) {
      call("DELETE", "/" + index.path("index").asText(), null);
    }
    for (JsonNode template : call("GET", "/_index_template", null).path("index_templates")) {
      call("DELETE", "/_index_template/" + template.path("name").asText(), null);
    }
  }

  private static JsonNode call(String method, String path, String body) throws Exception {
    byte[] bytes = body == null ? null : body.getBytes(UTF_8);
    Map<String, String> parameters = new HashMap<>();
    String[] parts = path.split("\\?");
    if (parts.length > 1) {
      parameters.put(parts[1].split("=")[0], parts[1].split("=")[1]);
    }
    return new JsonMapper().readTree(client.perform(method, parts[0], parameters, bytes, TIMEOUT));
  }

  private static AnalyticsFlow sink(WriteTarget target, Retention retention) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    return new AnalyticsFlow(
        new ElasticDocumentIndex(client, target, OPTIONS, 500, 5 << 20, TIMEOUT, meters),
        200,
        new Backoff(Duration.ofMillis(10), Duration.ofMillis(200), new Random(7)),
        Thread::sleep,
        Clock.fixed(Rows.CREATED, ZoneOffset.UTC),
        new AnalyticsMetrics(meters),
        retention);
  }

  private static AnalyticsFlow live() {
    return sink(new LiveGeneration(client, Clock.systemUTC()), new Retention(0));
  }

  private static ReindexFlow reindex(MemoryReplay replay, int generation) {
    ElasticGenerations generations = new ElasticGenerations(client, OPTIONS, Clock.systemUTC());
    AnalyticsFlow filler = sink(WriteTarget.unread(new Generation(generation)), new Retention(0));
    return new ReindexFlow(
        generations,
        replay,
        filler::index,
        OPTIONS.movements(),
        Thread::sleep,
        Duration.ofSeconds(4),
        _ -> {});
  }

  private static RowDocuments row(List<Document> documents) {
    return new RowDocuments(documents, null);
  }

  /** The mapping of before: {@code missing} is a text, which no range of numbers finds. */
  private static void olderMapping() throws Exception {
    String mapping =
        Templates.mapping("order-lines")
            .toString()
            .replace("\"missing\":{\"type\":\"long\"}", "\"missing\":{\"type\":\"keyword\"}");
    assertThat(mapping).contains("\"missing\":{\"type\":\"keyword\"}");
    call(
        "PUT",
        "/order-lines-2026.11",
        "{\"mappings\":" + mapping + ",\"aliases\":{\"order-lines\":{}}}");
    // As a sink of before would have left it: newer than what this one would put.
    String template =
        "{\"version\":99,\"index_patterns\":[\"order-lines-*\"],\"priority\":150,\"template\":{}}";
    call("PUT", "/_index_template/spillway-order-lines", template);
  }

  @Test
  void aMappingIsChangedUnderLoadWithoutAFailedReadOrALostDocument() throws Exception {
    olderMapping();
    MemoryReplay topic = new MemoryReplay();
    AnalyticsFlow sink = live();
    AtomicBoolean running = new AtomicBoolean(true);
    AtomicLong orders = new AtomicLong();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    ElasticReportReads reads = new ElasticReportReads(client, TIMEOUT);
    Thread writer = Thread.ofPlatform().start(() -> load(topic, sink, running, orders, failures));
    // For a moment a new index has no shard that can be searched; that is not about this change.
    awaitOrders(1, orders, failures);
    Thread reader = Thread.ofPlatform().start(() -> read(reads, running, failures));
    // Kafka no longer has this release; a reservation, of when all were indexed, ends here.
    sink.index(
        List.of(row(List.of(movement(MovementKind.RELEASE), movement(MovementKind.RESERVE)))));
    awaitOrders(200, orders, failures);

    ReindexFlow.Result result = reindex(topic, 1).run(false);
    awaitOrders(orders.get() + 50, orders, failures);
    running.set(false);
    writer.join();
    reader.join();

    assertThat(failures).isEmpty();
    assertThat(result.findings()).isEmpty();
    assertThat(result.swapped()).isTrue();
    call("POST", "/_refresh", null);
    JsonNode indices = call("GET", "/_alias", null);
    assertThat(indices.has("order-lines-2026.11")).isFalse();
    assertThat(indices.path("order-lines-2026.11-g1").path("aliases").has("order-lines")).isTrue();
    assertThat(indices.path("stock-g1").path("aliases").has("stock")).isTrue();
    assertThat(
            call("GET", "/order-lines/_mapping", null)
                .at("/order-lines-2026.11-g1/mappings/properties/missing/type")
                .asText())
        .isEqualTo("long");
    assertThat(call("GET", "/orders/_count", null).path("count").asLong()).isEqualTo(orders.get());
    assertThat(call("GET", "/order-lines/_count", null).path("count").asLong())
        .isEqualTo(2 * orders.get());
    JsonNode movements = call("GET", "/stock-movements/_search", null).path("hits").path("hits");
    assertThat(movements).hasSize(1);
    assertThat(movements.at("/0/_source/kind").asText()).isEqualTo("RELEASE");
    for (long i = 0; i < orders.get(); i++) {
      assertThat(call("GET", "/orders-2026.11-g1/_doc/o" + i, null).path("_version").asLong())
          .as("order " + i)
          .isEqualTo(2);
    }
    ReportTable demand =
        reads.read(
            Reports.REFUSED_DEMAND, Selection.USUAL.request(Reports.REFUSED_DEMAND, Rows.CREATED));
    assertThat(demand.rows().getFirst().value("missing")).isEqualTo(orders.get());
  }

  private static void awaitOrders(long wanted, AtomicLong orders, List<Throwable> failures) {
    Awaitility.await()
        .atMost(TIMEOUT.multipliedBy(4))
        .until(() -> orders.get() >= wanted || !failures.isEmpty());
  }

  /** Each order twice: as it is accepted, and as it is refused, in topic and index. */
  private static void load(
      MemoryReplay topic,
      AnalyticsFlow sink,
      AtomicBoolean running,
      AtomicLong orders,
      List<Throwable> failures) {
    try {
      while (running.get()) {
        String id = "o" + orders.get();
        RowDocuments first = row(Rows.documents(id, 1, "RESERVING"));
        RowDocuments second = row(Rows.documents(id, 2, "REJECTED"));
        topic.add(first);
        sink.index(List.of(first));
        topic.add(second);
        sink.index(List.of(second, row(List.of(stock(orders.get() + 1)))));
        topic.add(row(List.of(stock(orders.get() + 1))));
        orders.incrementAndGet();
      }
    } catch (Exception | AssertionError e) {
      failures.add(e);
    }
  }

  private static Document movement(MovementKind kind) {
    return StockDocuments.of(Rows.movement("old").setKind(kind.code()).build());
  }

  private static Document stock(long version) {
    return Rows.stockDocument(Rows.stock("busy", 0, version));
  }

  private static void read(
      ElasticReportReads reads, AtomicBoolean running, List<Throwable> failures) {
    try {
      long before = 0;
      while (running.get()) {
        long now =
            reads
                .read(
                    Reports.ORDERS_BY_STATUS,
                    Selection.USUAL.request(Reports.ORDERS_BY_STATUS, Rows.CREATED))
                .documents();
        // A reader who saw an order sees it for ever.
        assertThat(now).isGreaterThanOrEqualTo(before);
        before = now;
        assertThat(
                reads
                    .read(
                        Reports.STOCK_OUTS,
                        Selection.USUAL.request(Reports.STOCK_OUTS, Rows.CREATED))
                    .documents())
            .isLessThanOrEqualTo(1);
      }
    } catch (Exception | AssertionError e) {
      failures.add(e);
    }
  }

  @Test
  void aGenerationThatLacksSomethingIsNotSwappedIn() throws Exception {
    MemoryReplay topic = new MemoryReplay();
    AnalyticsFlow sink = live();
    RowDocuments kept = row(Rows.documents("kept", 2, "CONFIRMED"));
    topic.add(kept);
    sink.index(List.of(kept, row(Rows.documents("lost", 2, "CONFIRMED"))));

    ReindexFlow.Result result = reindex(topic, 1).run(false);

    assertThat(result.swapped()).isFalse();
    assertThat(result.findings())
        .containsExactlyInAnyOrder(
            "order-lines-2026.11 lost-0: missing",
            "order-lines-2026.11 lost-1: missing",
            "orders-2026.11 lost: missing");
    JsonNode indices = call("GET", "/_alias", null);
    assertThat(indices.has("orders-2026.11")).isTrue();
    assertThat(indices.has("orders-2026.11-g1")).isFalse();
  }

  @Test
  void aRunThatWasKilledWhileItSwappedIsMadeGoodByTheNext() throws Exception {
    MemoryReplay topic = new MemoryReplay();
    RowDocuments order = row(Rows.documents("o", 2, "CONFIRMED"));
    topic.add(order);
    live().index(List.of(order));
    ElasticGenerations killed = new ElasticGenerations(client, OPTIONS, Clock.systemUTC());
    killed.prepare(new Generation(1));
    killed.fence(Generation.FIRST);

    ReindexFlow.Result result = reindex(topic, 1).run(true);

    assertThat(result.findings()).isEmpty();
    assertThat(live().index(List.of(row(Rows.documents("later", 1, "RESERVING"))))).isEmpty();
  }

  @Test
  void aDryRunLeavesNothingBehind() throws Exception {
    MemoryReplay topic = new MemoryReplay();
    RowDocuments order = row(Rows.documents("o", 2, "CONFIRMED"));
    topic.add(order);
    live().index(List.of(order));

    ReindexFlow.Result result = reindex(topic, 1).run(true);

    assertThat(result.swapped()).isFalse();
    assertThat(result.findings()).isEmpty();
    assertThat(result.documents()).isEqualTo(3);
    assertThat(call("GET", "/_alias", null).has("orders-2026.11-g1")).isFalse();
  }

  @Test
  void generationsFollowOneAnother() throws Exception {
    MemoryReplay topic = new MemoryReplay();
    RowDocuments order = row(Rows.documents("o", 2, "CONFIRMED"));
    topic.add(order);
    topic.add(row(List.of(stock(1))));
    live().index(List.of(order, row(List.of(stock(1)))));

    assertThat(reindex(topic, 1).run(false).swapped()).isTrue();
    topic.rewind();
    assertThat(reindex(topic, 2).run(false).swapped()).isTrue();

    live().index(List.of(row(Rows.documents("later", 1, "RESERVING"))));
    call("POST", "/_refresh", null);
    assertThat(call("GET", "/orders/_count", null).path("count").asLong()).isEqualTo(2);
    assertThat(call("GET", "/stock/_count", null).path("count").asLong()).isEqualTo(1);
    assertThat(generationalNames())
        .containsExactlyInAnyOrder("orders-2026.11-g2", "order-lines-2026.11-g2", "stock-g2");
  }

  @Test
  void theGenerationThatAKilledRunLeftIsRemovedByTheNext() throws Exception {
    MemoryReplay topic = new MemoryReplay();
    topic.add(row(Rows.documents("o", 2, "CONFIRMED")));
    live().index(List.of(row(Rows.documents("o", 2, "CONFIRMED"))));
    ElasticGenerations killed = new ElasticGenerations(client, OPTIONS, Clock.systemUTC());
    killed.prepare(new Generation(1));
    topic.toEnd(sink(WriteTarget.unread(new Generation(1)), new Retention(0))::index);
    killed.publish(new Generation(1));
    killed.swap(Generation.FIRST, new Generation(1));
    topic.rewind();

    assertThat(reindex(topic, 2).run(false).swapped()).isTrue();

    assertThat(generationalNames())
        .containsExactlyInAnyOrder("orders-2026.11-g2", "order-lines-2026.11-g2");
  }

  private static List<String> generationalNames() throws Exception {
    List<String> names = new ArrayList<>();
    call("GET", "/_alias", null).fieldNames().forEachRemaining(names::add);
    return names.stream().filter(name -> Generation.parse(name).isPresent()).toList();
  }

  @Test
  void aNewMonthIsReadAsSoonAsItBegins() throws Exception {
    MemoryReplay topic = new MemoryReplay();
    topic.add(row(List.of(stock(1))));
    live().index(List.of(row(List.of(stock(1)))));
    reindex(topic, 1).run(false);

    live().index(List.of(row(Rows.documents("o", 1, "RESERVING"))));

    assertThat(call("GET", "/_alias", null).path("orders-2026.11-g1").path("aliases").has("orders"))
        .isTrue();
  }

  @Test
  void refreshWidensWhileCatchingUpAndOldMonthsGo() throws Exception {
    live().index(List.of(row(Rows.documents("o", 1, "RESERVING"))));
    call("PUT", "/stage-lag-2026.11", null);
    String told = interval("stage-lag-2026.11");
    RefreshPace pace =
        new RefreshPace(client, new CatchUp(1_000), Duration.ofMillis(200), Duration.ofSeconds(30));

    pace.adapt(5_000);
    assertThat(interval("orders-2026.11")).isEqualTo("30000ms");
    assertThat(interval("stage-lag-2026.11")).as("what waits").isEqualTo(told);
    pace.adapt(500);
    assertThat(interval("orders-2026.11")).isEqualTo("30000ms");
    pace.adapt(0);
    assertThat(interval("orders-2026.11")).isEqualTo("200ms");

    Clock later = Clock.fixed(Rows.CREATED.plus(Duration.ofDays(70)), ZoneOffset.UTC);
    new ElasticRetention(client, new Retention(3), later).clean();
    assertThat(call("GET", "/_alias", null).has("orders-2026.11")).isTrue();
    new ElasticRetention(client, new Retention(1), later).clean();
    assertThat(call("GET", "/_alias", null).has("orders-2026.11")).isFalse();
    assertThat(call("GET", "/_alias", null).has("order-lines-2026.11")).isFalse();
  }

  private static String interval(String index) throws Exception {
    return call("GET", "/" + index + "/_settings", null)
        .path(index)
        .at("/settings/index/refresh_interval")
        .asText();
  }
}
