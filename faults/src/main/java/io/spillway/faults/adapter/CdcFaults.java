package io.spillway.faults.adapter;

import io.spillway.operate.adapter.kafka.TopicSetup;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.MysqlEndpoint;
import io.spillway.stack.core.PipelineService;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.mysql.ShardQueries;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Faults of the change feed: its positions, its binlogs, its tables. */
final class CdcFaults {
  private CdcFaults() {}

  /** Its positions are gone, so it begins with a snapshot, in which it is killed. */
  record KilledInSnapshot(FaultStack stack, long snapshotMillis) implements FaultAction {
    @Override
    public void inject() throws Exception {
      stack.kill(PipelineService.CDC_CONNECTOR);
      try (Admin admin =
          Admin.create(
              KafkaClients.common(BackendConfigs.kafka(stack.backends()), "spillway-faults"))) {
        admin.deleteTopics(List.of(Topic.CDC_OFFSETS.topicName())).all().get();
        // A deletion that is under way lets no topic of that name be created.
        while (admin.listTopics().names().get().contains(Topic.CDC_OFFSETS.topicName())) {
          Thread.sleep(100);
        }
      }
      TopicSetup.ensure(stack.backends());
      stack.launch(PipelineService.CDC_CONNECTOR, Map.of());
      // The JVM's start and the engines' come first.
      Thread.sleep(snapshotMillis);
      stack.kill(PipelineService.CDC_CONNECTOR);
    }

    @Override
    public void heal() {
      stack.launch(PipelineService.CDC_CONNECTOR, Map.of());
    }
  }

  /** While it is down, the binlogs that it has not read are deleted. */
  record BinlogPurged(FaultStack stack) implements FaultAction {
    @Override
    public void inject() throws InterruptedException {
      stack.kill(PipelineService.CDC_CONNECTOR);
    }

    @Override
    public void heal() throws SQLException {
      for (MysqlEndpoint server : stack.mysqlServers()) {
        try (Connection connection = admin(server);
            Statement statement = connection.createStatement()) {
          statement.execute("FLUSH BINARY LOGS");
          statement.execute("PURGE BINARY LOGS TO '" + newest(statement) + "'");
        }
      }
      stack.launch(PipelineService.CDC_CONNECTOR, Map.of());
    }

    private Connection admin(MysqlEndpoint server) throws SQLException {
      Backends backends = stack.backends();
      String url =
          backends.shards().stream()
              .filter(shard -> shard.port() == server.port())
              .map(shard -> BackendConfigs.jdbcUrl(backends, shard))
              .findFirst()
              .orElseThrow();
      return DriverManager.getConnection(url, server.adminUser(), server.adminPassword());
    }

    private static String newest(Statement statement) throws SQLException {
      String newest = "";
      try (ResultSet logs = statement.executeQuery("SHOW BINARY LOGS")) {
        while (logs.next()) {
          newest = logs.getString(1);
        }
      }
      return newest;
    }
  }

  /** Every table gets a column that nobody knows, which stays as a migration's would. */
  record ColumnAdded(Backends backends, String name) implements FaultAction {
    @Override
    public void inject() throws SQLException {
      for (Backends.Shard shard : backends.shards()) {
        try (Connection connection = ShardQueries.connect(backends, shard);
            Statement statement = connection.createStatement()) {
          for (String table : List.of("orders", "stock", "stock_movement", "products")) {
            statement.execute("ALTER TABLE " + table + " ADD COLUMN " + name + " INT NULL");
          }
        }
      }
    }
  }
}
