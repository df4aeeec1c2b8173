package io.spillway.operate.adapter.kafka;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCheck;
import io.spillway.runtime.kafka.TopicCreation;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.Backends;
import org.apache.kafka.clients.admin.Admin;

/** Creates the topics of a fresh stack. */
public final class TopicSetup {
  private TopicSetup() {}

  /**
   * Creates what is missing and checks the rest.
   *
   * @throws IllegalStateException naming each topic that has other partitions
   */
  public static void ensure(Backends backends) throws InterruptedException {
    int shards = backends.shards().size();
    Partitioning standard = Partitioning.DEFAULT;
    Partitioning partitioning =
        new Partitioning(shards, standard.orderPartitions(), standard.inventoryPartitions());
    short replicas = (short) backends.kafka().split(",", -1).length;
    KafkaConfig kafka = new KafkaConfig(backends.kafka());
    try (Admin admin = Admin.create(KafkaClients.common(kafka, "spillway-cli"))) {
      TopicCreation.ensure(admin, partitioning, replicas);
      TopicCheck.require(admin, partitioning, Topic.values());
    }
  }
}
