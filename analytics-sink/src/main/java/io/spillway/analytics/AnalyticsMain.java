package io.spillway.analytics;

import io.spillway.access.AccessConfig;
import io.spillway.access.AccessWiring;
import io.spillway.access.OpenIdConfig;
import io.spillway.analytics.adapter.elastic.ElasticDocumentIndex;
import io.spillway.analytics.adapter.elastic.ElasticHealth;
import io.spillway.analytics.adapter.elastic.ElasticRetention;
import io.spillway.analytics.adapter.elastic.IndexOptions;
import io.spillway.analytics.adapter.elastic.LiveGeneration;
import io.spillway.analytics.adapter.elastic.RefreshPace;
import io.spillway.analytics.adapter.kafka.BacklogSampler;
import io.spillway.analytics.adapter.kafka.KafkaBacklogs;
import io.spillway.analytics.adapter.kafka.RowIndexer;
import io.spillway.analytics.adapter.kafka.RowReader;
import io.spillway.analytics.core.backlog.CatchUp;
import io.spillway.analytics.core.bulk.StockWait;
import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.analytics.core.generation.Retention;
import io.spillway.reports.NamedReportReads;
import io.spillway.reports.adapter.elastic.ElasticClient;
import io.spillway.reports.adapter.elastic.ElasticOrderReads;
import io.spillway.reports.adapter.elastic.ElasticProductNames;
import io.spillway.reports.adapter.elastic.ElasticReportReads;
import io.spillway.reports.adapter.http.ReportsServer;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCheck;
import io.spillway.runtime.lifecycle.Service;
import io.spillway.runtime.lifecycle.ServiceContext;
import io.spillway.runtime.lifecycle.ServiceDefinition;
import io.spillway.runtime.loop.LoopDefinition;
import io.spillway.runtime.loop.ShardedBatchLoop;
import io.spillway.runtime.sql.Shards;
import io.spillway.schemas.topics.Topic;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;

/** The analytics sink: cdc topics and the audit log into Elasticsearch, and the reports. */
public final class AnalyticsMain {
  private static final String NAME = "analytics-sink";
  private static final List<Topic> TOPICS =
      List.of(
          Topic.CDC_ORDERS,
          Topic.CDC_STOCK,
          Topic.CDC_STOCK_MOVEMENTS,
          Topic.CDC_PRODUCTS,
          Topic.OPERATIONS_AUDIT);

  private AnalyticsMain() {}

  public static void main(String[] args) {
    Service.run(service(), args);
  }

  /** The service, for a process that runs it beside others. */
  public static ServiceDefinition service() {
    return new ServiceDefinition(NAME, AnalyticsMain::wire);
  }

  private static void wire(ServiceContext context) throws Exception {
    AccessConfig access = AccessConfig.from(context.settings(), AnalyticsConfig.REPORTS_HOST);
    Optional<OpenIdConfig> openId = OpenIdConfig.from(context.settings(), access);
    AnalyticsConfig config = AnalyticsConfig.from(context.settings());
    TopicCheck.require(
        config.kafka(),
        NAME,
        config.partitioning(),
        Topic.CDC_ORDERS,
        Topic.CDC_STOCK,
        Topic.CDC_STOCK_MOVEMENTS,
        Topic.CDC_PRODUCTS,
        Topic.OPERATIONS_AUDIT,
        Topic.ANALYTICS_SINK_DLQ);
    ElasticClient elastic = context.own(ElasticClient.open(config.elastic()));
    context.health().register("elasticsearch", new ElasticHealth(elastic, context.clock()));
    startReports(context, config, access, openId, elastic);
    AnalyticsMetrics metrics = new AnalyticsMetrics(context.metrics());
    ElasticDocumentIndex index = index(context, config, elastic);
    ShardedBatchLoop<RowDocuments> loop = startLoop(context, config, index, metrics);
    startSampler(context, config, elastic, index, metrics, loop);
  }

  private static void startReports(
      ServiceContext context,
      AnalyticsConfig config,
      AccessConfig access,
      Optional<OpenIdConfig> openId,
      ElasticClient elastic) {
    SecureRandom random = new SecureRandom();
    AnalyticsConfig.Reports reports = config.reports();
    context.own(
        new ReportsServer(
            new ReportsServer.Options(
                reports.host(),
                reports.port(),
                reports.refreshEvery(),
                reports.patience(),
                reports.certificate()),
            AccessWiring.start(context, access, () -> keyShards(context)),
            openId.map(provider -> AccessWiring.openId(context, provider, random)),
            new NamedReportReads(
                new ElasticReportReads(elastic, reports.timeout()),
                new ElasticProductNames(elastic, reports.timeout())),
            new ElasticOrderReads(elastic, reports.timeout()),
            random,
            context.clock()));
  }

  /** Only the callers' keys are read there, so where none are asked for there are no shards. */
  private static Shards keyShards(ServiceContext context) {
    return context.own(Shards.opening(MysqlConfig.from(context.settings()), context.metrics()));
  }

  private static ElasticDocumentIndex index(
      ServiceContext context, AnalyticsConfig config, ElasticClient elastic) {
    AnalyticsConfig.Bulk bulk = config.bulk();
    return new ElasticDocumentIndex(
        elastic,
        new LiveGeneration(elastic, context.clock()),
        new IndexOptions(
            config.index().replicas(), config.index().refreshEvery(), config.index().movements()),
        bulk.documents(),
        bulk.bytes(),
        bulk.timeout(),
        context.metrics());
  }

  private static void startSampler(
      ServiceContext context,
      AnalyticsConfig config,
      ElasticClient elastic,
      ElasticDocumentIndex index,
      AnalyticsMetrics metrics,
      ShardedBatchLoop<?> loop) {
    Admin admin =
        context.own(Admin.create(KafkaClients.common(config.kafka(), NAME + "-backlogs")));
    BacklogFlow flow =
        new BacklogFlow(
            new KafkaBacklogs(admin, context.clock()), index, metrics::takeLongestLagMillis);
    AnalyticsConfig.IndexSettings settings = config.index();
    RefreshPace pace =
        new RefreshPace(
            elastic,
            new CatchUp(settings.catchUpRecords()),
            settings.refreshEvery(),
            settings.refreshCatchingUp());
    ElasticRetention retention =
        new ElasticRetention(elastic, new Retention(settings.keepMonths()), context.clock());
    context.own(
        BacklogSampler.start(
            flow,
            // What waits on purpose is nothing to catch up with.
            waiting -> pace.adapt(Math.max(0, waiting - loop.deferredRecords())),
            retention::clean,
            config.reports().sampleEvery()));
  }

  private static ShardedBatchLoop<RowDocuments> startLoop(
      ServiceContext context,
      AnalyticsConfig config,
      ElasticDocumentIndex index,
      AnalyticsMetrics metrics) {
    AnalyticsFlow flow =
        new AnalyticsFlow(
            index,
            config.bulk().resends(),
            new Backoff(config.loop().backoffFirst(), config.loop().backoffMax(), new Random()),
            Thread::sleep,
            context.clock(),
            metrics,
            new Retention(config.index().keepMonths()));
    KafkaProducer<byte[], byte[]> producer =
        context.own(new KafkaProducer<>(KafkaClients.producer(config.kafka(), NAME + "-dlq")));
    ShardedBatchLoop<RowDocuments> loop =
        context.own(
            ShardedBatchLoop.open(
                new LoopDefinition<>(
                    NAME,
                    TOPICS,
                    config.workers(),
                    partition -> partition.partition() % config.workers(),
                    new RowReader(
                        config.index().lowStock(),
                        config.index().movements(),
                        new StockWait(config.stockWait(), config.stockWaitWhileMany())),
                    new RowIndexer(flow),
                    RowIndexer.FAILURES),
                config.loop(),
                config.kafka(),
                "",
                producer,
                Topic.ANALYTICS_SINK_DLQ,
                context.clock(),
                context.metrics()));
    context.health().register("loop", loop::health);
    loop.onFatal(context::fail).start();
    return loop;
  }
}
