package io.spillway.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.analytics.adapter.memory.MemoryIndex;
import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.analytics.core.generation.Retention;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.runtime.failure.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnalyticsFlowTest {
  private static final Instant NOW = Rows.CREATED.plusSeconds(60);

  private final MemoryIndex index = new MemoryIndex();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<Duration> waits = new ArrayList<>();
  private final AnalyticsFlow flow =
      new AnalyticsFlow(
          index,
          2,
          new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(7)),
          waits::add,
          Clock.fixed(NOW, ZoneOffset.UTC),
          new AnalyticsMetrics(metrics),
          new Retention(0));

  private static RowDocuments row(Document... documents) {
    return new RowDocuments(List.of(documents), NOW.minusMillis(250));
  }

  private static Document stock(String sku, long version) {
    return Rows.stockDocument(Rows.stock(sku, 1, version));
  }

  private double count(String meter) {
    return metrics.get("spillway.analytics." + meter).counter().count();
  }

  @Test
  void aBatchIsOneRequestOfTheNewestVersions() throws Exception {
    Map<Integer, String> refused =
        flow.index(List.of(row(stock("a", 1)), row(stock("b", 1)), row(stock("a", 2))));

    assertThat(refused).isEmpty();
    assertThat(index.requestSizes()).containsExactly(2);
    assertThat(index.get("stock", "default/a")).isEqualTo(stock("a", 2));
    assertThat(count("documents.received")).isEqualTo(3);
    assertThat(count("documents.superseded")).isEqualTo(1);
    assertThat(count("documents.indexed")).isEqualTo(2);
  }

  @Test
  void deliveredAgainNothingChangesAndItIsCounted() throws Exception {
    List<RowDocuments> rows = List.of(row(stock("a", 1)), row(stock("b", 4)));
    flow.index(rows);

    assertThat(flow.index(rows)).isEmpty();

    assertThat(count("documents.indexed")).isEqualTo(2);
    assertThat(count("documents.already.newer")).isEqualTo(2);
    assertThat(count("documents.received")).isEqualTo(4);
  }

  @Test
  void howeverRowsAreRepeatedAndReorderedTheNewestStays() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<RowDocuments> rows = new ArrayList<>();
    for (int version = 1; version <= 20; version++) {
      for (int copies = random.nextInt(1, 4); copies > 0; copies--) {
        rows.add(row(stock("a", version)));
        rows.add(row(stock("b", 21 - version)));
      }
    }
    Collections.shuffle(rows, random);
    int at = 0;
    while (at < rows.size()) {
      int end = Math.min(rows.size(), at + random.nextInt(1, 9));
      flow.index(rows.subList(at, end));
      at = end;
    }

    for (String sku : List.of("a", "b")) {
      assertThat(index.get("stock", "default/" + sku)).as("seed " + seed).isEqualTo(stock(sku, 20));
    }
    assertThat(count("documents.received"))
        .isEqualTo(
            count("documents.superseded")
                + count("documents.indexed")
                + count("documents.already.newer"));
  }

  @Test
  void onlyWhatTheIndexWasTooBusyForIsSentAgainAfterAWait() throws Exception {
    index.busyOnceFor("default/b");

    flow.index(List.of(row(stock("a", 1)), row(stock("b", 1)), row(stock("c", 1))));

    assertThat(index.requestSizes()).containsExactly(3, 1);
    assertThat(waits).hasSize(1).allSatisfy(wait -> assertThat(wait).isPositive());
    assertThat(index.get("stock", "default/b")).isNotNull();
    assertThat(count("documents.resent")).isEqualTo(1);
  }

  @Test
  void anIndexThatIsAwayIsTheLanesToWaitFor() {
    index.failNext(1);

    assertThatThrownBy(() -> flow.index(List.of(row(stock("a", 1)))))
        .isInstanceOf(IndexUnavailableException.class);
    assertThat(waits).isEmpty();
  }

  @Test
  void resendingEndsAndTheBatchComesAgain() {
    AnalyticsFlow impatient =
        new AnalyticsFlow(
            index,
            0,
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(7)),
            waits::add,
            Clock.fixed(NOW, ZoneOffset.UTC),
            new AnalyticsMetrics(metrics),
            new Retention(0));
    index.busyOnceFor("default/a");

    assertThatThrownBy(() -> impatient.index(List.of(row(stock("a", 1)))))
        .isInstanceOf(IndexUnavailableException.class)
        .hasMessage("1 documents were refused 1 times for now");
  }

  @Test
  void aRefusedDocumentNamesItsRowAndOnlyThat() throws Exception {
    Map<String, Object> fields = new LinkedHashMap<>(stock("b", 2).fields());
    fields.put("available", "many");
    Document bad = new Document("stock", "default/b", 2, fields);

    Map<Integer, String> refused =
        flow.index(List.of(row(stock("a", 1)), row(stock("b", 1)), row(bad), row(stock("c", 1))));

    assertThat(refused)
        .containsExactly(
            Map.entry(
                2,
                "document default/b refused: 400 document_parsing_exception: [available] is no"
                    + " number"));
    assertThat(index.get("stock", "default/a")).isNotNull();
    assertThat(index.get("stock", "default/c")).isNotNull();
    assertThat(count("documents.refused")).isEqualTo(1);
  }

  @Test
  void tombstonesAreCountedAndChangeNothing() throws Exception {
    flow.index(List.of(row(stock("a", 1)), RowDocuments.NONE));

    assertThat(index.get("stock", "default/a")).isNotNull();
    assertThat(count("rows.ignored")).isEqualTo(1);
  }

  @Test
  void theDelayIsMeasuredFromTheCommit() throws Exception {
    flow.index(List.of(row(stock("a", 1)), RowDocuments.NONE));

    var lag = metrics.get("spillway.analytics.lag").timer();
    assertThat(lag.count()).isEqualTo(1);
    assertThat(lag.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(250);
  }

  @Test
  void whatIsOfAMonthThatIsNotKeptIsNotWritten() throws Exception {
    AnalyticsFlow keeping =
        new AnalyticsFlow(
            index,
            0,
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(7)),
            waits::add,
            Clock.fixed(Instant.parse("2027-01-15T00:00:00Z"), ZoneOffset.UTC),
            new AnalyticsMetrics(metrics),
            new Retention(1));

    keeping.index(List.of(row(Rows.documents("o1", 1, "RESERVING").toArray(Document[]::new))));
    keeping.index(List.of(row(stock("a", 1))));

    assertThat(index.get("orders-2026.11", "o1")).isNull();
    assertThat(index.get("stock", "default/a")).isNotNull();
    assertThat(metrics.counter("spillway.analytics.documents.expired").count()).isEqualTo(3);
  }
}
