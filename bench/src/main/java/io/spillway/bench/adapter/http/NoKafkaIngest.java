package io.spillway.bench.adapter.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.access.Authenticator;
import io.spillway.ingest.CommandFlow;
import io.spillway.ingest.CommandMetrics;
import io.spillway.ingest.EventFeedFlow;
import io.spillway.ingest.IngestConfig;
import io.spillway.ingest.IngestFlow;
import io.spillway.ingest.IngestMetrics;
import io.spillway.ingest.OrderWaitFlow;
import io.spillway.ingest.PersonalData;
import io.spillway.ingest.ProductFlow;
import io.spillway.ingest.ProductMetrics;
import io.spillway.ingest.adapter.caffeine.CaffeineProducts;
import io.spillway.ingest.adapter.http.ApiServer;
import io.spillway.ingest.adapter.mysql.MysqlOrderReads;
import io.spillway.ingest.adapter.mysql.MysqlProductRows;
import io.spillway.ingest.adapter.mysql.MysqlStockReads;
import io.spillway.ingest.adapter.mysql.ShardCalls;
import io.spillway.ingest.adapter.redis.RedisAnswerStore;
import io.spillway.ingest.adapter.redis.RedisCalls;
import io.spillway.ingest.adapter.redis.RedisLink;
import io.spillway.ingest.adapter.redis.RedisProducts;
import io.spillway.ingest.adapter.redis.RedisWarmUp;
import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.CommandWaiters;
import io.spillway.ingest.core.EventCursor;
import io.spillway.ingest.core.FreshnessPolicy;
import io.spillway.ingest.core.IssuedCommand;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.port.EventLog;
import io.spillway.ingest.port.IntakeLog;
import io.spillway.ingest.port.RateLimiter;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.health.Health;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    RedisLink link = RedisLink.start(redis, keep.timeout(), keep.queuedCommands());
    RedisCalls calls =
        RedisCalls.start(link, keep.breakerFailures(), keep.breakerPause(), registry);
    RedisAnswerStore answers =
        new RedisAnswerStore(
            calls,
            new RedisAnswerStore.Lifetimes(keep.answerTtl(), keep.claimTtl(), keep.acceptedTtl()),
            random);
    ShardCalls shards =
        ShardCalls.start(mysql, registry, config.reads().timeout(), config.reads().perShard());
    IngestMetrics metrics = new IngestMetrics(registry);
    MysqlOrderReads orders = new MysqlOrderReads(shards);
    Clock clock = Clock.systemUTC();
    PersonalData personal = PersonalData.none(registry);
    IngestFlow flow =
        new IngestFlow(
            new NoLog(),
            RateLimiter.unlimited(),
            answers,
            orders,
            new MysqlStockReads(shards),
            personal,
            clock,
            metrics);
    IngestConfig.Waits waits = config.waits();
    CommandWaiters waiters = new CommandWaiters(config.commands().waiting());
    CommandFlow commands =
        new CommandFlow(
            new NoLog(),
            waiters,
            config.commands().answerWithin(),
            clock,
            new CommandMetrics(registry, waiters));
    RedisWarmUp.run(link, keep.warmUp(), random);
    ApiServer.start(
        config,
        new ApiServer.Backing(
            Authenticator.OPEN,
            flow,
            commands,
            new OrderWaitFlow(
                flow,
                orders,
                new OrderWaitFlow.Limits(waits.waiting(), waits.perCaller()),
                waits.lookEvery(),
                registry),
            orders,
            personal,
            new MysqlStockReads(shards),
            products(config, shards, calls, clock, registry),
            new EventFeedFlow(new NoEvents(), 1, registry),
            metrics,
            new Health(),
            registry,
            registry::scrape,
            random,
            clock));
  }

  /** Nobody reads events here. */
  private record NoEvents() implements EventLog {
    @Override
    public int partitions() {
      return 0;
    }

    @Override
    public EventCursor beginning() {
      return new EventCursor(List.of());
    }

    @Override
    public EventCursor end() {
      return beginning();
    }

    @Override
    public EventCursor at(Instant time) {
      return beginning();
    }

    @Override
    public Slice read(EventCursor from, Duration wait) {
      return new Slice(List.of(), from);
    }
  }

  /** Says at once that it holds what it drops. */
  private record NoLog() implements IntakeLog {
    @Override
    public CompletableFuture<Void> append(Acceptance order, TraceContext trace) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> append(Adjustment adjustment, Instant at, TraceContext trace) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> append(IssuedCommand command, TraceContext trace) {
      return CompletableFuture.completedFuture(null);
    }
  }

  private static ProductFlow products(
      IngestConfig config,
      ShardCalls shards,
      RedisCalls calls,
      Clock clock,
      MeterRegistry registry) {
    FreshnessPolicy rule = config.products().cache();
    return new ProductFlow(
        new MysqlProductRows(shards),
        new CaffeineProducts(config.products().memoryBytes(), rule.staleFor(), registry),
        new RedisProducts(calls, rule.staleFor()),
        rule,
        clock,
        new ProductMetrics(registry),
        Thread::startVirtualThread);
  }
}
