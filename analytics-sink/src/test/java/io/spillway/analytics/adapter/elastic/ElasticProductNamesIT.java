package io.spillway.analytics.adapter.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.analytics.Rows;
import io.spillway.analytics.core.bulk.BulkItemResult;
import io.spillway.analytics.port.DocumentIndex;
import io.spillway.analytics.port.ProductNamesContract;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.adapter.elastic.ElasticProductNames;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.reports.port.ProductNames;
import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnSharedStack({Server.KAFKA, Server.ELASTICSEARCH})
class ElasticProductNamesIT extends ProductNamesContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
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
    client.perform(
        "DELETE", "/products", Map.of("ignore_unavailable", "true"), new byte[0], TIMEOUT);
  }

  @Override
  protected DocumentIndex index() {
    return new ElasticDocumentIndex(
        client,
        new LiveGeneration(client, java.time.Clock.systemUTC()),
        new IndexOptions(0, Duration.ofSeconds(1), IndexedMovements.ALL),
        5_000,
        5 << 20,
        TIMEOUT,
        new SimpleMeterRegistry());
  }

  @Override
  protected ProductNames names() {
    return new ElasticProductNames(client, TIMEOUT);
  }

  @Override
  protected void refresh() {
    try {
      client.perform("POST", "/_refresh", Map.of(), null, TIMEOUT);
    } catch (IndexUnavailableException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void beforeAnythingIsIndexedNothingHasAName() throws Exception {
    assertThat(names().find(null, List.of("MUG"))).isEmpty();
  }

  @Test
  void theMappingIsStrictAndKnowsEveryField() throws Exception {
    assertThat(
            index().write(List.of(Rows.productDocument(Rows.product("a", "M", "Mug", 1).build()))))
        .containsExactly(BulkItemResult.CREATED);

    byte[] mapping = client.perform("GET", "/products/_mapping", Map.of(), null, TIMEOUT);
    assertThat(new JsonMapper().readTree(mapping).at("/products/mappings/dynamic").asText())
        .isEqualTo("strict");
  }

  @Test
  void anIndexThatDoesNotAnswerIsSaid() throws Exception {
    try (ElasticClient nobody = ElasticClient.open("http://127.0.0.1:1")) {
      assertThatThrownBy(() -> new ElasticProductNames(nobody, TIMEOUT).find("a", List.of("M")))
          .isInstanceOf(IndexUnavailableException.class);
    }
  }
}
