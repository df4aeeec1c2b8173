package io.spillway.analytics;

import io.spillway.analytics.core.bulk.BulkOutcome;
import io.spillway.analytics.core.bulk.LatestVersions;
import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.analytics.core.generation.Retention;
import io.spillway.analytics.port.DocumentIndex;
import io.spillway.analytics.port.Sleeper;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.runtime.failure.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changed rows into the index: the newest version of each document, item by item, those that the
 * index was too busy for again. Thread-safe; everything may be repeated.
 *
 * @param resends how often refused items are sent again before the whole batch waits its turn
 */
public record AnalyticsFlow(
    DocumentIndex index,
    int resends,
    Backoff backoff,
    Sleeper sleeper,
    Clock clock,
    AnalyticsMetrics metrics,
    Retention retention) {
  /**
   * Indexes the documents of rows. Afterwards every document is in the index in its version or a
   * newer one, but for those of the answered rows.
   *
   * @return the rows that have a document which the index refuses for good, by their position in
   *     {@code rows}, with the reason
   * @throws IndexUnavailableException when some documents are not in the index and may be later
   */
  public Map<Integer, String> index(List<RowDocuments> rows)
      throws IndexUnavailableException, InterruptedException {
    List<Document> all = new ArrayList<>();
    Instant now = clock.instant();
    long expired = 0;
    for (RowDocuments row : rows) {
      for (Document document : row.documents()) {
        if (retention.keeps(document.index(), now)) {
          all.add(document);
        } else {
          expired++;
        }
      }
    }
    metrics.expired(expired);
    List<Document> newest = LatestVersions.of(all);
    Map<Document.Key, String> poison = write(newest);
    metrics.received(all.size(), all.size() - newest.size());
    metrics.ignored(rows.stream().filter(row -> row.documents().isEmpty()).count());
    measureLag(rows);
    return poison.isEmpty() ? Map.of() : refusedRows(rows, newest, poison);
  }

  private Map<Document.Key, String> write(List<Document> documents)
      throws IndexUnavailableException, InterruptedException {
    Map<Document.Key, String> poison = new LinkedHashMap<>();
    List<Document> pending = documents;
    for (int attempt = 1; !pending.isEmpty(); attempt++) {
      BulkOutcome outcome = BulkOutcome.of(pending, index.write(pending));
      metrics.settled(outcome);
      poison.putAll(outcome.poison());
      pending = outcome.resend();
      if (!pending.isEmpty()) {
        if (attempt > resends) {
          throw new IndexUnavailableException(
              pending.size() + " documents were refused " + attempt + " times for now");
        }
        Duration wait = backoff.delay(attempt);
        sleeper.sleep(wait);
      }
    }
    return poison;
  }

  /** A row is to blame if its own version of a document was refused, not an older one's. */
  private static Map<Integer, String> refusedRows(
      List<RowDocuments> rows, List<Document> sent, Map<Document.Key, String> poison) {
    Map<Integer, String> refused = new LinkedHashMap<>();
    Set<Document> sentDocuments = Collections.newSetFromMap(new IdentityHashMap<>());
    sentDocuments.addAll(sent);
    for (int i = 0; i < rows.size(); i++) {
      for (Document document : rows.get(i).documents()) {
        String reason = poison.get(document.key());
        if (reason != null && sentDocuments.contains(document)) {
          refused.putIfAbsent(i, "document " + document.id() + " refused: " + reason);
        }
      }
    }
    return refused;
  }

  private void measureLag(List<RowDocuments> rows) {
    long nowMillis = clock.millis();
    for (RowDocuments row : rows) {
      if (row.committedAt() != null) {
        metrics.lag(Math.max(0, nowMillis - row.committedAt().toEpochMilli()));
      }
    }
  }
}
