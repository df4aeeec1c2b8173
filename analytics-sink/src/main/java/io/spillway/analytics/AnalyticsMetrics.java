package io.spillway.analytics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spillway.analytics.core.bulk.BulkOutcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sink's meters, created once. Once a batch is done they balance: received = superseded +
 * indexed + already newer + refused; a batch that is repeated after an outage counts its written
 * documents again, as already newer.
 */
public final class AnalyticsMetrics {
  private final Counter received;
  private final Counter superseded;
  private final Counter indexed;
  private final Counter alreadyNewer;
  private final Counter refused;
  private final Counter resent;
  private final Counter ignored;
  private final Counter expired;
  private final Timer lag;
  private final AtomicLong longestLagMillis = new AtomicLong();

  public AnalyticsMetrics(MeterRegistry registry) {
    received = counter(registry, "documents.received", "Documents of rows in finished batches");
    superseded =
        counter(registry, "documents.superseded", "Documents superseded within their batch");
    indexed = counter(registry, "documents.indexed", "Documents written");
    alreadyNewer =
        counter(
            registry, "documents.already.newer", "Documents held in this version or a newer one");
    refused = counter(registry, "documents.refused", "Documents that the index refuses");
    resent = counter(registry, "documents.resent", "Documents resent because the index was busy");
    ignored =
        counter(
            registry,
            "rows.ignored",
            "Rows without documents: tombstones, and stock movements that are not indexed");
    expired = counter(registry, "documents.expired", "Documents older than the retention");
    lag =
        Timer.builder("spillway.analytics.lag")
            .description("From the row's commit to the index holding it")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
  }

  void received(long documents, long supersededDocuments) {
    received.increment(documents);
    superseded.increment(supersededDocuments);
  }

  void settled(BulkOutcome outcome) {
    indexed.increment(outcome.indexed());
    alreadyNewer.increment(outcome.alreadyNewer());
    refused.increment(outcome.poison().size());
    resent.increment(outcome.resend().size());
  }

  void ignored(long rows) {
    ignored.increment(rows);
  }

  void expired(long documents) {
    expired.increment(documents);
  }

  void lag(long lagMillis) {
    lag.record(Duration.ofMillis(lagMillis));
    longestLagMillis.accumulateAndGet(lagMillis, Math::max);
  }

  /** The longest from commit to index since this was asked last, in milliseconds. */
  long takeLongestLagMillis() {
    return longestLagMillis.getAndSet(0);
  }

  private static Counter counter(MeterRegistry registry, String thing, String description) {
    return Counter.builder("spillway.analytics." + thing)
        .description(description)
        .register(registry);
  }
}
