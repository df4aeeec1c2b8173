package io.spillway.bench.adapter.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.ingest.IngestConfig;
import io.spillway.ingest.IngestFlow;
import io.spillway.ingest.IngestMetrics;
import io.spillway.ingest.adapter.http.ApiServer;
import io.spillway.ingest.adapter.mysql.MysqlOrderReads;
import io.spillway.ingest.adapter.mysql.MysqlStockReads;
import io.spillway.ingest.adapter.mysql.ShardReads;
import io.spillway.ingest.adapter.redis.RedisAnswerStore;
import io.spillway.ingest.adapter.redis.RedisLink;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.health.Health;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/** Limit of the ingest: all of it, but what it would give to Kafka is taken at once. */
public final class NoKafkaIngest {
  private NoKafkaIngest() {}

  /** Serves until killed. */
  public static void main(String[] args) {
    Settings settings = Settings.load();
    IngestConfig config = IngestConfig.from(settings);
    MysqlConfig mysql = MysqlConfig.from(settings);
    RedisConfig redis = RedisConfig.from(settings);
    settings.check();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    SecureRandom random = new SecureRandom();
    IngestConfig.Answers keep = config.answers();
    RedisAnswerStore answers =
        new RedisAnswerStore(
            RedisLink.start(redis.uri(), keep.timeout(), keep.queuedCommands()),
            new RedisAnswerStore.Lifetimes(keep.answerTtl(), keep.claimTtl(), keep.acceptedTtl()),
            keep.breakerFailures(),
            keep.breakerPause(),
            random,
            registry);
    ShardReads shards =
        ShardReads.start(mysql, registry, config.reads().timeout(), config.reads().perShard());
    IngestMetrics metrics = new IngestMetrics(registry);
    IngestFlow flow =
        new IngestFlow(
            (_, _) -> CompletableFuture.completedFuture(null),
            (_, _, _) -> CompletableFuture.completedFuture(null),
            answers,
            new MysqlOrderReads(shards),
            Clock.systemUTC(),
            metrics);
    ApiServer.start(
        config,
        new ApiServer.Backing(
            flow,
            new MysqlStockReads(shards),
            metrics,
            new Health(),
            registry,
            registry::scrape,
            random,
            Clock.systemUTC()));
  }
}
