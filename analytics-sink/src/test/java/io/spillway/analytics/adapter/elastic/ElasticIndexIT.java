package io.spillway.analytics.adapter.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.analytics.Rows;
import io.spillway.analytics.core.bulk.BulkItemResult;
import io.spillway.analytics.core.bulk.BulkItemResult.Outcome;
import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.core.document.OrderDetail;
import io.spillway.analytics.core.document.OrderDocuments;
import io.spillway.analytics.core.generation.Generation;
import io.spillway.analytics.port.DocumentIndex;
import io.spillway.analytics.port.IndexContract;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.adapter.elastic.ElasticOrderReads;
import io.spillway.reports.adapter.elastic.ElasticReportReads;
import io.spillway.reports.adapter.elastic.KibanaPanels;
import io.spillway.reports.core.Reports;
import io.spillway.reports.core.Selection;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.reports.port.OrderReads;
import io.spillway.reports.port.ReportReads;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.port.Stack;
import io.spillway.stack.testing.OnSharedStack;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnSharedStack({Server.KAFKA, Server.ELASTICSEARCH})
class ElasticIndexIT extends IndexContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final IndexOptions OPTIONS =
      new IndexOptions(0, Duration.ofSeconds(1), IndexedMovements.RELEASES_AND_ADJUSTMENTS);
  private static Stack stack;
  private static ElasticClient client;

  @BeforeAll
  static void start(TestStack shared) {
    stack = shared;
    client = ElasticClient.open(Objects.requireNonNull(stack.endpoints().elasticsearch()));
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
  }

  @BeforeEach
  void empty() throws Exception {
    // Wildcards are not allowed in deletions.
    for (JsonNode index : call("GET", "/_cat/indices", Map.of("format", "json"), null)) {
      call("DELETE", "/" + index.path("index").asText(), Map.of(), null);
    }
  }

  @Override
  protected DocumentIndex index() {
    return index(5_000, 5 << 20);
  }

  @Override
  protected ReportReads reads() {
    return new ElasticReportReads(client, TIMEOUT);
  }

  @Override
  protected OrderReads orders() {
    return new ElasticOrderReads(client, TIMEOUT);
  }

  @Override
  protected void refresh() {
    try {
      call("POST", "/_refresh", Map.of(), null);
    } catch (IndexUnavailableException e) {
      throw new AssertionError(e);
    }
  }

  private static ElasticDocumentIndex index(int maxDocuments, long maxBytes) {
    return new ElasticDocumentIndex(
        client,
        new LiveGeneration(client, Clock.systemUTC()),
        OPTIONS,
        maxDocuments,
        maxBytes,
        TIMEOUT,
        new SimpleMeterRegistry());
  }

  private static JsonNode call(
      String method, String path, Map<String, String> parameters, String body)
      throws IndexUnavailableException {
    try {
      byte[] bytes = body == null ? null : body.getBytes(UTF_8);
      return new JsonMapper().readTree(client.perform(method, path, parameters, bytes, TIMEOUT));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /** After each test's own look at the reports, Kibana's panels must tell the same. */
  @AfterEach
  void kibanasPanelsTellTheSame() throws Exception {
    // Else the index may refresh itself between the report and its panel.
    refresh();
    KibanaPanels.assertSameAs(reads(), client, Rows.CREATED.plusSeconds(600));
  }

  @Test
  void monthsLieBehindOneAliasAndMappingsAreStrict() throws Exception {
    index().write(Rows.documents("o1", 1, "RESERVING"));

    JsonNode found = call("GET", "/orders", Map.of(), null).path("orders-2026.11");
    assertThat(found.path("aliases").has("orders")).isTrue();
    assertThat(found.path("mappings").path("dynamic").asText()).isEqualTo("strict");
    assertThat(found.path("settings").path("index").path("number_of_replicas").asText())
        .isEqualTo("0");
  }

  @Test
  void attributesCanBeCountedByName() throws Exception {
    index().write(Rows.documents("o1", 1, "RESERVING"));
    refresh();

    JsonNode answer =
        call(
            "POST",
            "/orders/_search",
            Map.of(),
            "{\"size\":0,\"aggs\":{\"c\":{\"terms\":{\"field\":\"attributes.country\"}}}}");

    assertThat(answer.at("/aggregations/c/buckets/0/key").asText()).isEqualTo("United Kingdom");
  }

  @Test
  void bulkRequestsAreCutByDocumentsAndBytesAndKeepTheOrder() throws Exception {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      documents.add(Rows.stockDocument(Rows.stock("sku-" + i, i, 1)));
    }
    index(7, 5 << 20).write(documents.subList(0, 1));

    List<BulkItemResult> results = index(7, 600).write(documents);

    assertThat(results.stream().map(BulkItemResult::outcome))
        .hasSize(25)
        .startsWith(Outcome.ALREADY_NEWER)
        .filteredOn(v -> v == Outcome.INDEXED)
        .hasSize(24);
  }

  @Test
  void anUnknownFieldIsRefusedNotLearnt() throws Exception {
    Document odd = new Document("stock", "default/x", 1, Map.of("colour", "red"));

    assertThat(index().write(List.of(odd)))
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.outcome()).isEqualTo(Outcome.POISON);
              assertThat(result.errorType()).isEqualTo("strict_dynamic_mapping_exception");
            });
  }

  @Test
  void aRefusedRequestIsNoSuccess() {
    assertThatThrownBy(() -> call("DELETE", "/orders-*", Map.of(), null))
        .isInstanceOf(PoisonException.class)
        .hasMessageContaining("answered 400 to DELETE /orders-*");
    assertThatThrownBy(() -> call("POST", "/_bulk", Map.of(), "no bulk\n"))
        .isInstanceOf(PoisonException.class);
    assertThatThrownBy(() -> call("GET", "/nothing/_search", Map.of(), null))
        .isInstanceOf(IndexUnavailableException.class)
        .hasMessageContaining("404");
  }

  @Test
  void aNewerTemplateStays() throws Exception {
    String newer =
        new Templates(client, OPTIONS)
            .template("stock", Generation.FIRST, true)
            .put("version", Templates.VERSION + 1)
            .toString();
    call("PUT", "/_index_template/spillway-stock", Map.of(), newer);
    try {
      index(5_000, 5 << 20).prepare();

      assertThat(
              call("GET", "/_index_template/spillway-stock", Map.of(), null)
                  .at("/index_templates/0/index_template/version")
                  .asInt())
          .isEqualTo(Templates.VERSION + 1);
    } finally {
      call("DELETE", "/_index_template/spillway-stock", Map.of(), null);
    }
  }

  @Test
  void anIndexThatIsDeletedComesBackWithItsTemplate() throws Exception {
    ElasticDocumentIndex index = index(5_000, 5 << 20);
    index.write(Rows.documents("o1", 2, "CONFIRMED"));
    call("DELETE", "/orders-2026.11", Map.of(), null);

    assertThat(
            index.write(Rows.documents("o1", 2, "CONFIRMED")).stream().map(BulkItemResult::outcome))
        .containsExactly(Outcome.INDEXED, Outcome.ALREADY_NEWER, Outcome.ALREADY_NEWER);

    JsonNode found = call("GET", "/orders", Map.of(), null).path("orders-2026.11");
    assertThat(found.path("aliases").has("orders")).isTrue();
    assertThat(found.path("mappings").path("dynamic").asText()).isEqualTo("strict");
  }

  @Test
  void anIndexFromBeforeAFieldGetsIt() throws Exception {
    String before =
        "{\"mappings\":{\"dynamic\":\"strict\",\"properties\":{\"sku\":{\"type\":\"keyword\"}}}}";
    call("PUT", "/stock", Map.of(), before);
    call("PUT", "/orders-2026.10", Map.of(), before.replace("sku", "orderId"));

    assertThat(index().write(List.of(Rows.stockDocument(Rows.stock("a", 1, 1)))))
        .containsExactly(BulkItemResult.CREATED);

    assertThat(
            call("GET", "/orders-2026.10", Map.of(), null)
                .at("/orders-2026.10/mappings/properties/keptAmount/type")
                .asText())
        .isEqualTo("long");
  }

  @Test
  void anIndexThatMapsAFieldOtherwiseIsLeftAsItIs() throws Exception {
    String before =
        "{\"mappings\":{\"dynamic\":\"strict\",\"properties\":{\"keptAmount\":{\"type\":\"long\"}}}}";
    call("PUT", "/orders-2026.09", Map.of(), before);

    assertThat(index().write(List.of(Rows.stockDocument(Rows.stock("b", 1, 1)))))
        .containsExactly(BulkItemResult.CREATED);

    MappingGap gap = gap("orders", "orders-2026.09");
    assertThat(gap.missing()).isEmpty();
    assertThat(gap.different()).containsExactly("keptAmount");
  }

  @Test
  void newIndicesAreMappedAsWanted() throws Exception {
    index().write(Rows.documents("o1", 1, "RESERVING"));

    for (String index : List.of("orders-2026.11", "order-lines-2026.11")) {
      MappingGap gap = gap(index.replace("-2026.11", ""), index);
      assertThat(gap.missing()).isEmpty();
      assertThat(gap.different()).isEmpty();
    }
  }

  private static MappingGap gap(String alias, String index) throws Exception {
    JsonNode found = call("GET", "/" + index, Map.of(), null).path(index).path("mappings");
    return MappingGap.between(Templates.mapping(alias), found);
  }

  @Test
  void historyIsKeptAsItIs() throws Exception {
    Document order =
        OrderDocuments.of(
                OrderDetail.of(
                    Rows.order("o1", 1, "RESERVING")
                        .setHistoryJson(
                            "[{\"version\":1,\"status\":\"RESERVING\",\"at\":\"2026-11-20T12:34:56.789Z\"}]")
                        .build()))
            .getFirst();

    index().write(List.of(order));

    JsonNode source = call("GET", "/orders-2026.11/_doc/o1", Map.of(), null).path("_source");
    assertThat(source.at("/history/0/status").asText()).isEqualTo("RESERVING");
    assertThat(source.path("contentHash").asText()).matches("[0-9a-f]{16}");
  }

  @Test
  void aClusterThatComesBackIsUsedAgain() throws Exception {
    ElasticDocumentIndex index = index(5_000, 5 << 20);
    ElasticHealth health = new ElasticHealth(client, Clock.systemUTC());
    List<Document> documents = List.of(Rows.stockDocument(Rows.stock("a", 0, 1)));
    index.prepare();
    stack.kill("elasticsearch");

    assertThatThrownBy(() -> index.write(documents)).isInstanceOf(IndexUnavailableException.class);
    assertThatThrownBy(
            () ->
                reads()
                    .read(
                        Reports.STOCK_OUTS,
                        Selection.USUAL.request(Reports.STOCK_OUTS, Rows.CREATED)))
        .isInstanceOf(IndexUnavailableException.class);
    assertThat(health.check().healthy()).isFalse();

    stack.start("elasticsearch");
    assertThat(index.write(documents)).containsExactly(BulkItemResult.CREATED);
    assertThat(new ElasticHealth(client, Clock.systemUTC()).check().healthy()).isTrue();
  }
}
