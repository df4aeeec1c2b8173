package io.spillway.ingest;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.spillway.access.AccessConfig;
import io.spillway.access.AccessWiring;
import io.spillway.ingest.adapter.caffeine.CaffeineProducts;
import io.spillway.ingest.adapter.caffeine.LimitedProductRows;
import io.spillway.ingest.adapter.http.ApiServer;
import io.spillway.ingest.adapter.kafka.CommandResultReader;
import io.spillway.ingest.adapter.kafka.IntakeProgressProbe;
import io.spillway.ingest.adapter.kafka.KafkaEventLog;
import io.spillway.ingest.adapter.kafka.KafkaIntakeLog;
import io.spillway.ingest.adapter.kafka.KafkaProbe;
import io.spillway.ingest.adapter.kafka.KafkaProducers;
import io.spillway.ingest.adapter.kafka.ProductFeed;
import io.spillway.ingest.adapter.kafka.RecordSender;
import io.spillway.ingest.adapter.local.FairShareLimiter;
import io.spillway.ingest.adapter.local.LocalRateLimiter;
import io.spillway.ingest.adapter.mysql.MysqlOrderReads;
import io.spillway.ingest.adapter.mysql.MysqlProductRows;
import io.spillway.ingest.adapter.mysql.MysqlStockReads;
import io.spillway.ingest.adapter.mysql.ReadWarmUp;
import io.spillway.ingest.adapter.mysql.ShardCalls;
import io.spillway.ingest.adapter.redis.RedisAnswerStore;
import io.spillway.ingest.adapter.redis.RedisCalls;
import io.spillway.ingest.adapter.redis.RedisLink;
import io.spillway.ingest.adapter.redis.RedisProducts;
import io.spillway.ingest.adapter.redis.RedisRateLimiter;
import io.spillway.ingest.adapter.redis.RedisWarmUp;
import io.spillway.ingest.core.ByteBudget;
import io.spillway.ingest.core.CommandWaiters;
import io.spillway.ingest.core.FreshnessPolicy;
import io.spillway.ingest.core.ShareControl;
import io.spillway.ingest.port.AnswerStore;
import io.spillway.ingest.port.IntakeLog;
import io.spillway.ingest.port.ProductRows;
import io.spillway.ingest.port.RateLimiter;
import io.spillway.privacy.CustomerKeys;
import io.spillway.privacy.PrivacyConfig;
import io.spillway.privacy.adapter.mysql.MysqlCustomerKeys;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.PartitioningConfig;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TailingConsumer;
import io.spillway.runtime.kafka.TopicCheck;
import io.spillway.runtime.lifecycle.Service;
import io.spillway.runtime.lifecycle.ServiceContext;
import io.spillway.runtime.lifecycle.ServiceDefinition;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the ingest API. */
public final class IngestMain {
  private static final Logger LOG = LoggerFactory.getLogger(IngestMain.class);

  private IngestMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Service.run(service(), args);
  }

  /** The service, for a process that runs it beside others. */
  public static ServiceDefinition service() {
    return new ServiceDefinition("ingest-api", IngestMain::wire);
  }

  private static void wire(ServiceContext context) throws Exception {
    Settings settings = context.settings();
    IngestConfig config = IngestConfig.from(settings);
    KafkaConfig kafka = KafkaConfig.from(settings);
    MysqlConfig mysql = MysqlConfig.from(settings);
    RedisConfig redis = RedisConfig.from(settings);
    AccessConfig access = AccessConfig.from(settings, IngestConfig.HOST);
    PrivacyConfig privacy = PrivacyConfig.from(settings);
    Partitioning partitioning = PartitioningConfig.from(settings);
    settings.check();

    SecureRandom random = new SecureRandom();
    Admin admin = context.own(Admin.create(KafkaClients.common(kafka, "ingest-api-admin")));
    IntakeLog log =
        new KafkaIntakeLog(sender(context, config.log(), kafka, partitioning, admin), partitioning);
    RedisLink link =
        context.own(
            RedisLink.start(redis, config.answers().timeout(), config.answers().queuedCommands()));
    RedisCalls calls =
        RedisCalls.start(
            link,
            config.answers().breakerFailures(),
            config.answers().breakerPause(),
            context.metrics());
    context.health().register("redis", calls);
    ShardCalls opening =
        context.own(
            ShardCalls.start(
                mysql, context.metrics(), config.reads().timeout(), config.reads().perShard()));
    ShardCalls shards = opening.readAfter(ReadWarmUp.start(opening, config.reads().warmUp()));
    IngestMetrics metrics = new IngestMetrics(context.metrics());
    MysqlOrderReads orders = new MysqlOrderReads(shards);
    MysqlStockReads stock = new MysqlStockReads(shards);
    PersonalData personal = personal(context, privacy, shards, random);
    IngestFlow flow =
        new IngestFlow(
            log,
            limiter(context, config.rate(), calls, admin, partitioning),
            answers(config.answers(), calls, random),
            orders,
            stock,
            personal,
            context.clock(),
            metrics);
    OrderWaitFlow waits =
        new OrderWaitFlow(
            flow,
            orders,
            new OrderWaitFlow.Limits(config.waits().waiting(), config.waits().perCaller()),
            config.waits().lookEvery(),
            context.metrics());
    ProductFlow products = products(context, config, kafka, partitioning, shards, calls);
    CommandFlow commands = commands(context, config, kafka, log, partitioning);
    RedisWarmUp.run(link, config.answers().warmUp(), random);
    ApiServer server =
        context.own(
            ApiServer.start(
                config,
                new ApiServer.Backing(
                    AccessWiring.start(context, access, shards::shards),
                    flow,
                    commands,
                    waits,
                    orders,
                    personal,
                    stock,
                    products,
                    events(context, config.events(), kafka, partitioning),
                    metrics,
                    context.health(),
                    context.metrics(),
                    context.metrics()::scrape,
                    random,
                    context.clock())));
    LOG.atInfo().addKeyValue("port", server.port()).log("ingest-api listening");
  }

  private static RecordSender sender(
      ServiceContext context,
      IngestConfig.Log log,
      KafkaConfig kafka,
      Partitioning partitioning,
      Admin admin)
      throws InterruptedException {
    Producer<byte[], byte[]> producer =
        context.own(
            KafkaProducers.open(
                kafka,
                log.inFlightBytes(),
                log.deliveryTimeout(),
                log.requestTimeout(),
                log.startTimeout()));
    TopicCheck.require(
        admin,
        partitioning,
        Topic.ORDERS_INTAKE,
        Topic.ORDERS_COMMANDS,
        Topic.ORDERS_COMMAND_RESULTS,
        Topic.INVENTORY_COMMANDS,
        Topic.CDC_PRODUCTS);
    context.health().register("kafka", context.own(KafkaProbe.start(admin, log.probeEvery())));
    context.own(new KafkaClientMetrics(producer)).bindTo(context.metrics());
    return new RecordSender(producer, new ByteBudget(log.inFlightBytes()), context.metrics());
  }

  private static EventFeedFlow events(
      ServiceContext context,
      IngestConfig.Events config,
      KafkaConfig kafka,
      Partitioning partitioning) {
    KafkaEventLog log =
        context.own(new KafkaEventLog(kafka, partitioning, config.consumers(), context.metrics()));
    return new EventFeedFlow(log, config.readers(), context.metrics());
  }

  private static PersonalData personal(
      ServiceContext context, PrivacyConfig config, ShardCalls shards, SecureRandom random) {
    return new PersonalData(
        config.attributes(),
        config
            .masterKeys()
            .map(
                masters ->
                    new CustomerKeys(
                        new MysqlCustomerKeys(shards.count(), shards::onShard),
                        masters,
                        config.cacheFor(),
                        config.cached(),
                        context.clock(),
                        random,
                        context.metrics()))
            .orElse(null),
        context.metrics());
  }

  private static CommandFlow commands(
      ServiceContext context,
      IngestConfig config,
      KafkaConfig kafka,
      IntakeLog log,
      Partitioning partitioning) {
    CommandWaiters waiters = new CommandWaiters(config.commands().waiting());
    context
        .health()
        .register(
            "command-results",
            context.own(
                TailingConsumer.start(
                    "answers to commands",
                    () ->
                        new KafkaConsumer<>(
                            TailingConsumer.properties(kafka, "ingest-api-results")),
                    partitioning,
                    Topic.ORDERS_COMMAND_RESULTS,
                    config.log().startTimeout(),
                    new CommandResultReader(waiters, context.metrics()))));
    return new CommandFlow(
        log,
        waiters,
        config.commands().answerWithin(),
        context.clock(),
        new CommandMetrics(context.metrics(), waiters));
  }

  private static ProductRows productRows(IngestConfig config, ShardCalls shards) {
    MysqlProductRows rows = new MysqlProductRows(shards);
    int limit = config.products().perTenant();
    return limit == 0
        ? rows
        : new LimitedProductRows(rows, rows::stored, limit, Ticker.systemTicker());
  }

  private static ProductFlow products(
      ServiceContext context,
      IngestConfig config,
      KafkaConfig kafka,
      Partitioning partitioning,
      ShardCalls shards,
      RedisCalls calls) {
    FreshnessPolicy rule = config.products().cache();
    ProductFlow products =
        new ProductFlow(
            productRows(config, shards),
            new CaffeineProducts(
                config.products().memoryBytes(), rule.staleFor(), context.metrics()),
            new RedisProducts(calls, rule.staleFor()),
            rule,
            context.clock(),
            new ProductMetrics(context.metrics()),
            Thread::startVirtualThread);
    context
        .health()
        .register(
            "product-feed",
            context.own(
                TailingConsumer.start(
                    "changes of products",
                    () -> new KafkaConsumer<>(ProductFeed.properties(kafka)),
                    partitioning,
                    Topic.CDC_PRODUCTS,
                    config.log().startTimeout(),
                    new ProductFeed(products, context.metrics()))));
    return products;
  }

  private static AnswerStore answers(
      IngestConfig.Answers config, RedisCalls calls, RandomGenerator random) {
    return new RedisAnswerStore(
        calls,
        new RedisAnswerStore.Lifetimes(config.answerTtl(), config.claimTtl(), config.acceptedTtl()),
        random);
  }

  private static RateLimiter limiter(
      ServiceContext context,
      IngestConfig.Rate config,
      RedisCalls calls,
      Admin admin,
      Partitioning partitioning) {
    RateLimiter rates =
        config.policies().isEmpty()
            ? RateLimiter.unlimited()
            : new RedisRateLimiter(
                calls,
                config.policies(),
                new LocalRateLimiter(config.policies(), IngestMain::micros));
    IngestConfig.Shares shares = config.shares();
    if (shares.within().isZero()) {
      return rates;
    }
    FairShareLimiter limiter =
        new FairShareLimiter(
            new ShareControl(shares.within(), shares::weight),
            shares::weight,
            rates,
            IngestMain::micros);
    Gauge.builder("spillway.ingest.share", limiter, FairShareLimiter::level)
        .description("orders per second of a tenant of weight 1; infinite while nothing is shared")
        .register(context.metrics());
    context.own(
        IntakeProgressProbe.start(
            admin, context.clock(), partitioning.orderPartitions(), limiter::observe));
    return limiter;
  }

  private static long micros() {
    return System.nanoTime() / 1_000;
  }
}
