package io.spillway.cdc.adapter.kafka;

import io.spillway.cdc.core.CapturedServer;
import io.spillway.runtime.kafka.TopicCreation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The connector's own topics, whose number depends on the MySQL servers: the group's, and a schema
 * history for each. They get the broker's default replication.
 */
public final class CdcTopics {
  /** One partition for each MySQL server and no record: its assignment says who reads which. */
  public static final String SERVERS = "cdc.servers.v1";

  private CdcTopics() {}

  /**
   * Creates what is missing. Safe to repeat and to run from several instances.
   *
   * @throws IllegalStateException when the group's topic has fewer partitions than there are
   *     servers
   */
  public static void ensure(Admin admin, List<CapturedServer> servers) throws InterruptedException {
    create(admin, SERVERS, servers.size(), Map.of());
    for (CapturedServer server : servers) {
      // Debezium rebuilds the tables' shapes from the whole history, so it must never shrink.
      create(
          admin,
          server.historyTopic(),
          1,
          Map.of(
              TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
              TopicConfig.RETENTION_MS_CONFIG, "-1",
              TopicConfig.RETENTION_BYTES_CONFIG, "-1"));
    }
    int partitions =
        Objects.requireNonNull(TopicCreation.describe(admin, List.of(SERVERS)).get(SERVERS))
            .partitions()
            .size();
    if (partitions < servers.size()) {
      throw new IllegalStateException(
          SERVERS
              + " has "
              + partitions
              + " partitions for "
              + servers.size()
              + " MySQL servers, so some would never be read; add partitions with kafka-topics"
              + " --alter, or correct spillway.mysql.shards");
    }
  }

  private static void create(Admin admin, String name, int partitions, Map<String, String> configs)
      throws InterruptedException {
    NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty());
    try {
      admin.createTopics(List.of(topic.configs(configs))).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("Kafka did not create " + name, e.getCause());
      }
    }
  }
}
