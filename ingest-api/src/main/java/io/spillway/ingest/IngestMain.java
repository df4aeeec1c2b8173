package io.spillway.ingest;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.spillway.ingest.adapter.http.ApiServer;
import io.spillway.ingest.adapter.kafka.KafkaCommandLog;
import io.spillway.ingest.adapter.kafka.KafkaOrderLog;
import io.spillway.ingest.adapter.kafka.KafkaProbe;
import io.spillway.ingest.adapter.kafka.KafkaProducers;
import io.spillway.ingest.adapter.kafka.RecordSender;
import io.spillway.ingest.adapter.mysql.MysqlOrderReads;
import io.spillway.ingest.adapter.mysql.MysqlStockReads;
import io.spillway.ingest.adapter.mysql.ShardReads;
import io.spillway.ingest.adapter.redis.RedisAnswerStore;
import io.spillway.ingest.adapter.redis.RedisLink;
import io.spillway.ingest.core.ByteBudget;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.PartitioningConfig;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCheck;
import io.spillway.runtime.lifecycle.Service;
import io.spillway.runtime.lifecycle.ServiceContext;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the ingest API. */
public final class IngestMain {
  private static final Logger LOG = LoggerFactory.getLogger(IngestMain.class);

  private IngestMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Service.run("ingest-api", args, IngestMain::wire);
  }

  private static void wire(ServiceContext context) throws Exception {
    Settings settings = context.settings();
    IngestConfig config = IngestConfig.from(settings);
    KafkaConfig kafka = KafkaConfig.from(settings);
    MysqlConfig mysql = MysqlConfig.from(settings);
    RedisConfig redis = RedisConfig.from(settings);
    Partitioning partitioning = PartitioningConfig.from(settings);
    settings.check();

    RandomGenerator random = new SecureRandom();
    RecordSender sender = sender(context, config.log(), kafka, partitioning);
    RedisAnswerStore answers = answers(context, config.answers(), redis, random);
    ShardReads shards =
        context.own(
            ShardReads.start(
                mysql, context.metrics(), config.reads().timeout(), config.reads().perShard()));
    IngestMetrics metrics = new IngestMetrics(context.metrics());
    IngestFlow flow =
        new IngestFlow(
            new KafkaOrderLog(sender, partitioning),
            new KafkaCommandLog(sender, partitioning),
            answers,
            new MysqlOrderReads(shards),
            context.clock(),
            metrics);
    ApiServer server =
        context.own(
            ApiServer.start(
                config,
                new ApiServer.Backing(
                    flow,
                    new MysqlStockReads(shards),
                    metrics,
                    context.health(),
                    context.metrics(),
                    context.metrics()::scrape,
                    random,
                    context.clock())));
    LOG.atInfo().addKeyValue("port", server.port()).log("orders are taken");
  }

  private static RecordSender sender(
      ServiceContext context, IngestConfig.Log log, KafkaConfig kafka, Partitioning partitioning)
      throws InterruptedException {
    Producer<byte[], byte[]> producer =
        context.own(
            KafkaProducers.open(
                kafka,
                log.inFlightBytes(),
                log.deliveryTimeout(),
                log.requestTimeout(),
                log.startTimeout()));
    Admin admin = context.own(Admin.create(KafkaClients.common(kafka, "ingest-api-admin")));
    TopicCheck.require(admin, partitioning, Topic.ORDERS_INTAKE, Topic.INVENTORY_COMMANDS);
    context.health().register("kafka", context.own(KafkaProbe.start(admin, log.probeEvery())));
    context.own(new KafkaClientMetrics(producer)).bindTo(context.metrics());
    return new RecordSender(producer, new ByteBudget(log.inFlightBytes()), context.metrics());
  }

  private static RedisAnswerStore answers(
      ServiceContext context,
      IngestConfig.Answers config,
      RedisConfig redis,
      RandomGenerator random) {
    RedisLink link =
        context.own(RedisLink.start(redis.uri(), config.timeout(), config.queuedCommands()));
    RedisAnswerStore answers =
        new RedisAnswerStore(
            link,
            new RedisAnswerStore.Lifetimes(
                config.answerTtl(), config.claimTtl(), config.acceptedTtl()),
            config.breakerFailures(),
            config.breakerPause(),
            random,
            context.metrics());
    context.health().register("redis", answers);
    return answers;
  }
}
