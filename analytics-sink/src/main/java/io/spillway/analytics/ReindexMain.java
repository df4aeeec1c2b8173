package io.spillway.analytics;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.analytics.adapter.elastic.ElasticDocumentIndex;
import io.spillway.analytics.adapter.elastic.ElasticGenerations;
import io.spillway.analytics.adapter.elastic.IndexOptions;
import io.spillway.analytics.adapter.elastic.WriteTarget;
import io.spillway.analytics.adapter.kafka.KafkaRowReplay;
import io.spillway.analytics.adapter.kafka.RowReader;
import io.spillway.analytics.core.bulk.StockWait;
import io.spillway.analytics.core.generation.Generation;
import io.spillway.analytics.core.generation.Retention;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Rolls a changed mapping out: {@code ReindexMain [--dry-run]}, with the sink's settings. What it
 * says goes to standard error; its log goes to standard output.
 */
public final class ReindexMain {
  private static final String NAME = "analytics-sink-reindex";
  private static final List<String> TOPICS =
      List.of(
          Topic.CDC_ORDERS.topicName(),
          Topic.CDC_STOCK.topicName(),
          Topic.CDC_PRODUCTS.topicName(),
          Topic.CDC_STOCK_MOVEMENTS.topicName(),
          Topic.OPERATIONS_AUDIT.topicName());

  /** Longer than a sink relies on what it knows, and than a report may take. */
  private static final Duration LEASE = Duration.ofSeconds(25);

  private ReindexMain() {}

  /** Exit 0 when the new generation is live (or could be), 1 when not, 2 for wrong usage. */
  public static void main(String[] args) throws Exception {
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> args) throws Exception {
    boolean dryRun = args.equals(List.of("--dry-run"));
    if (!args.isEmpty() && !dryRun) {
      System.err.println("usage: ReindexMain [--dry-run]");
      return 2;
    }
    AnalyticsConfig config = AnalyticsConfig.from(Settings.load("operator"));
    try (ElasticClient elastic = ElasticClient.open(config.elastic());
        KafkaRowReplay replay =
            new KafkaRowReplay(
                new KafkaConsumer<>(KafkaClients.consumer(config.kafka(), NAME, NAME)),
                new RowReader(
                    config.index().lowStock(),
                    config.index().movements(),
                    new StockWait(Duration.ZERO, Duration.ZERO)),
                TOPICS)) {
      ElasticGenerations generations =
          new ElasticGenerations(
              elastic, options(config, config.index().refreshEvery()), Clock.systemUTC());
      AnalyticsFlow filler = filler(config, elastic, generations.live().next());
      ReindexFlow.Result result =
          new ReindexFlow(
                  generations,
                  replay,
                  filler::index,
                  config.index().movements(),
                  Thread::sleep,
                  LEASE,
                  System.err::println)
              .run(dryRun);
      result.findings().forEach(finding -> System.err.println("drift: " + finding));
      return result.findings().isEmpty() ? 0 : 1;
    }
  }

  private static IndexOptions options(AnalyticsConfig config, Duration refreshEvery) {
    return new IndexOptions(config.index().replicas(), refreshEvery, config.index().movements());
  }

  private static AnalyticsFlow filler(
      AnalyticsConfig config, ElasticClient elastic, Generation generation) {
    AnalyticsConfig.Bulk bulk = config.bulk();
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    return new AnalyticsFlow(
        new ElasticDocumentIndex(
            elastic,
            WriteTarget.unread(generation),
            options(config, Duration.ofSeconds(60)),
            bulk.documents(),
            bulk.bytes(),
            bulk.timeout(),
            meters),
        bulk.resends(),
        new Backoff(config.loop().backoffFirst(), config.loop().backoffMax(), new Random()),
        Thread::sleep,
        Clock.systemUTC(),
        new AnalyticsMetrics(meters),
        new Retention(config.index().keepMonths()));
  }
}
