package io.spillway.operate.adapter.kafka;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCheck;
import io.spillway.runtime.kafka.TopicCreation;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.Backends;
import io.spillway.verify.adapter.config.BackendConfigs;
import org.apache.kafka.clients.admin.Admin;

/** Creates the topics of a fresh stack. */
public final class TopicSetup {
  private TopicSetup() {}

  /** The shards and partitions that the services of these backends route by. */
  public static Partitioning partitioning(Backends backends) {
    return new Partitioning(
        backends.shards().size(),
        backends.partitions().orders(),
        backends.partitions().inventory());
  }

  /**
   * Creates what is missing, with the partitions of the backends, and checks the rest.
   *
   * @throws IllegalStateException naming each topic that has other partitions
   */
  public static void ensure(Backends backends) throws InterruptedException {
    Partitioning partitioning = partitioning(backends);
    short replicas = (short) backends.kafka().split(",", -1).length;
    KafkaConfig kafka = BackendConfigs.kafka(backends);
    try (Admin admin = Admin.create(KafkaClients.common(kafka, "spillway-cli"))) {
      TopicCreation.ensure(admin, partitioning, replicas);
      TopicCheck.require(admin, partitioning, Topic.values());
    }
  }
}
