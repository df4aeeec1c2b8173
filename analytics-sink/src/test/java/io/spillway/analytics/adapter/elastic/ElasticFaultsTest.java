package io.spillway.analytics.adapter.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.analytics.AnalyticsFlow;
import io.spillway.analytics.AnalyticsMetrics;
import io.spillway.analytics.Rows;
import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.adapter.elastic.FakeElastic;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.testing.HandClock;
import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.schemas.documents.Indices;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sink against an Elasticsearch that misbehaves. */
class ElasticFaultsTest {
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<Duration> waits = new ArrayList<>();
  private final HandClock clock = new HandClock();

  @SuppressWarnings("NullAway.Init")
  private FakeElastic elastic;

  @SuppressWarnings("NullAway.Init")
  private ElasticClient client;

  @SuppressWarnings("NullAway.Init")
  private AnalyticsFlow flow;

  @BeforeEach
  void start() throws Exception {
    elastic = new FakeElastic();
    client = ElasticClient.open(elastic.uri());
    ElasticDocumentIndex index =
        new ElasticDocumentIndex(
            client,
            new LiveGeneration(client, clock),
            new IndexOptions(0, Duration.ofSeconds(1), IndexedMovements.ALL),
            100,
            1 << 20,
            Duration.ofMillis(700),
            metrics);
    flow =
        new AnalyticsFlow(
            index,
            2,
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(7)),
            waits::add,
            Clock.systemUTC(),
            new AnalyticsMetrics(metrics),
            new io.spillway.analytics.core.generation.Retention(0));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    elastic.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 408, 429, 500, 502, 503, 504})
  void requestRefusedForNowIsSentAgainWholeAndLosesNothing(int status) throws Exception {
    elastic.next(FakeElastic.status(status));

    assertThatThrownBy(() -> flow.index(rows("a", "b")))
        .isInstanceOf(IndexUnavailableException.class)
        .hasMessageContaining("answered " + status + " to POST /_bulk");
    assertThat(flow.index(rows("a", "b"))).isEmpty();

    assertThat(elastic.bulks())
        .containsExactly(List.of("default/a", "default/b"), List.of("default/a", "default/b"));
    assertThat(count("indexed")).isEqualTo(2);
  }

  @Test
  void ofAPartlyFailedRequestOnlyTheFailedItemsAreSentAgain() throws Exception {
    elastic.next(FakeElastic.items(201, 429, 400, 409, 503));
    elastic.next(FakeElastic.items(503, 201));

    Map<Integer, String> refused = flow.index(rows("a", "b", "c", "d", "e"));

    assertThat(elastic.bulks())
        .containsExactly(
            List.of("default/a", "default/b", "default/c", "default/d", "default/e"),
            List.of("default/b", "default/e"),
            List.of("default/b"));
    assertThat(refused).containsOnlyKeys(2);
    assertThat(waits).hasSize(2).allSatisfy(wait -> assertThat(wait).isPositive());
    assertThat(count("received")).isEqualTo(5);
    assertThat(count("indexed")).isEqualTo(3);
    assertThat(count("already.newer")).isEqualTo(1);
    assertThat(count("refused")).isEqualTo(1);
  }

  @Test
  void itemsThatAreRefusedAgainAndAgainMakeTheBatchWait() {
    for (int i = 0; i < 3; i++) {
      elastic.next(FakeElastic.items(429));
    }

    assertThatThrownBy(() -> flow.index(rows("a")))
        .isInstanceOf(IndexUnavailableException.class)
        .hasMessage("1 documents were refused 3 times for now");
    assertThat(elastic.bulks()).hasSize(3);
  }

  @Test
  void connectionLostInTheMiddleOfAnAnswerIsNoSuccess() throws Exception {
    elastic.next(FakeElastic.brokenOff());

    assertThatThrownBy(() -> flow.index(rows("a"))).isInstanceOf(IndexUnavailableException.class);
    assertThat(count("indexed")).isZero();
    assertThat(flow.index(rows("a"))).isEmpty();
    assertThat(count("indexed")).isEqualTo(1);
  }

  @Test
  void answerThatDoesNotComeIsNotWaitedForForEver() {
    elastic.next(FakeElastic.silence());
    long start = System.nanoTime();

    assertThatThrownBy(() -> flow.index(rows("a"))).isInstanceOf(IndexUnavailableException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void answerWithoutEveryItemIsNoSuccess() {
    elastic.next(FakeElastic.items(201));

    assertThatThrownBy(() -> flow.index(rows("a", "b")))
        .isInstanceOf(IndexUnavailableException.class)
        .hasMessageContaining("answered by another number");
  }

  @Test
  void refusedRequestIsTheRowsFault() {
    elastic.next(FakeElastic.status(413));

    assertThatThrownBy(() -> flow.index(rows("a"))).isInstanceOf(PoisonException.class);
  }

  @Test
  void templatesArePutAgainAfterEveryFailureAndOnlyThen() throws Exception {
    flow.index(rows("a"));
    flow.index(rows("b"));
    assertThat(elastic.templates()).isEqualTo(Indices.ALL.size());

    elastic.next(FakeElastic.status(503));
    assertThatThrownBy(() -> flow.index(rows("c"))).isInstanceOf(IndexUnavailableException.class);
    flow.index(rows("c"));

    assertThat(elastic.templates()).isEqualTo(2 * Indices.ALL.size());
  }

  /** What cannot be asked for its aliases may come back empty. */
  @Test
  void templatesArePutAgainWhenTheAliasesCouldNotBeAsked() throws Exception {
    flow.index(rows("a"));
    clock.pass(Duration.ofMinutes(1));
    elastic.refuseAliases();
    assertThatThrownBy(() -> flow.index(rows("b"))).isInstanceOf(IndexUnavailableException.class);
    flow.index(rows("b"));

    assertThat(elastic.templates()).isEqualTo(2 * Indices.ALL.size());
  }

  private static List<RowDocuments> rows(String... skus) {
    return Stream.of(skus)
        .map(sku -> new RowDocuments(List.of(Rows.stockDocument(Rows.stock(sku, 1, 1))), null))
        .toList();
  }

  private double count(String meter) {
    return metrics.get("spillway.analytics.documents." + meter).counter().count();
  }
}
