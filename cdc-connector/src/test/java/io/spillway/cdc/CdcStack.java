package io.spillway.cdc;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.health.Health;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCheck;
import io.spillway.runtime.kafka.TopicCreation;
import io.spillway.runtime.sql.Migrations;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Endpoints;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;

/**
 * Topics and schemas on shared Kafka and MySQL servers, and connectors over them. The servers have
 * two schemas each, of which as many are used as a test asks for.
 */
final class CdcStack {
  private static final Duration TOPICS_WITHIN = Duration.ofSeconds(60);

  final TestStack stack;
  final Partitioning partitioning;
  final KafkaConfig kafka;
  final MysqlConfig mysql;
  private final Settings settings;
  private final Map<String, Object> overrides;

  /** A connector in this process. */
  record Connector(CdcWiring wiring, Health health, SimpleMeterRegistry metrics)
      implements AutoCloseable {
    @Override
    public void close() throws InterruptedException {
      wiring.close();
    }
  }

  CdcStack(TestStack stack, int servers, int shardsPerServer) throws Exception {
    this.stack = stack;
    Endpoints endpoints = stack.endpoints();
    overrides = new HashMap<>();
    overrides.put("spillway.kafka.bootstrap", endpoints.kafka());
    overrides.put("spillway.mysql.shards", shards(endpoints, servers, shardsPerServer));
    overrides.put("spillway.mysql.cdc.user", endpoints.mysqlServers().getFirst().cdcUser());
    overrides.put("spillway.mysql.cdc.password", endpoints.mysqlServers().getFirst().cdcPassword());
    overrides.put("spillway.admin.port", 0);
    settings = Settings.of(config());
    kafka = KafkaConfig.from(settings);
    mysql = MysqlConfig.from(settings);
    partitioning = new Partitioning(mysql.shards().size(), 16, 8);
    settings.check();
    createTopics();
  }

  /** Creates the tables. */
  CdcStack migrate() {
    Migrations.migrate(mysql);
    return this;
  }

  /** Runs one file of the migrations on every shard, without what came before it. */
  void runMigration(String file) throws Exception {
    String script;
    try (InputStream in =
        Objects.requireNonNull(CdcStack.class.getResourceAsStream("/db/migration/" + file), file)) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Tables tables = new Tables(mysql);
    for (int shard = 0; shard < mysql.shards().size(); shard++) {
      for (String statement : script.split(";\n")) {
        if (!statement.isBlank()) {
          tables.execute(shard, statement);
        }
      }
    }
  }

  /** Everything a process of the connector has to be told, as system properties. */
  Map<String, Object> properties() {
    return Map.copyOf(overrides);
  }

  Connector connect() throws InterruptedException {
    return connect(Map.of());
  }

  /** A connector that is told something else. */
  Connector connect(Map<String, Object> changed) throws InterruptedException {
    Settings told = Settings.of(ConfigFactory.parseMap(changed).withFallback(config()).resolve());
    CdcConfig config = CdcConfig.from(told, MysqlConfig.from(told));
    told.check();
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    Health health = new Health();
    CdcWiring wiring =
        CdcWiring.start(
            kafka,
            partitioning,
            config,
            (why, cause) -> {
              throw new AssertionError(why, cause);
            },
            Clock.systemUTC(),
            metrics);
    wiring.report(health, config);
    health.setOpen(true);
    return new Connector(wiring, health, metrics);
  }

  void createTopics() throws Exception {
    try (Admin admin = Admin.create(KafkaClients.common(kafka, "test-admin"))) {
      Awaitility.await()
          .atMost(TOPICS_WITHIN)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                TopicCreation.ensure(admin, partitioning, (short) 1);
                TopicCheck.require(admin, partitioning, Topic.values());
              });
    }
  }

  void deleteTopic(String name) throws Exception {
    try (Admin admin = Admin.create(KafkaClients.common(kafka, "test-admin"))) {
      admin.deleteTopics(List.of(name)).all().get();
      // The controller answers before the broker has heard of it.
      Awaitility.await()
          .atMost(TOPICS_WITHIN)
          .until(() -> !admin.listTopics().names().get().contains(name));
    }
  }

  private Config config() {
    return ConfigFactory.parseMap(overrides).withFallback(ConfigFactory.load()).resolve();
  }

  private static String shards(Endpoints endpoints, int servers, int shardsPerServer) {
    return endpoints.mysqlServers().stream()
        .limit(servers)
        .flatMap(
            server ->
                server.schemas().stream()
                    .limit(shardsPerServer)
                    .map(schema -> server.host() + ":" + server.port() + "/" + schema))
        .collect(Collectors.joining(","));
  }
}
