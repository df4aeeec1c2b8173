package io.spillway.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

@OnSharedStack(Server.KAFKA)
class TopicsIT {
  @Test
  void topicsAreCreatedOnceAndOtherPartitionsAreRefused(TestStack stack) throws Exception {
    try (Admin admin =
        Admin.create(
            KafkaClients.common(new KafkaConfig(stack.endpoints().kafka()), "topics-it"))) {
      assertThatThrownBy(() -> TopicCheck.require(admin, Partitioning.DEFAULT, Topic.ORDERS_INTAKE))
          .hasMessageContaining("orders.intake.v1 is missing");

      TopicCreation.ensure(admin, Partitioning.DEFAULT, (short) 1);
      TopicCreation.ensure(admin, Partitioning.DEFAULT, (short) 1);

      assertThat(timestampType(admin, Topic.ORDERS_COMMANDS)).isEqualTo("LogAppendTime");
      assertThat(timestampType(admin, Topic.ORDERS_EVENTS)).isEqualTo("CreateTime");
      assertThatCode(() -> TopicCheck.require(admin, Partitioning.DEFAULT, Topic.values()))
          .doesNotThrowAnyException();
      assertThatThrownBy(
              () ->
                  TopicCheck.require(
                      admin,
                      new Partitioning(4, 32, 8),
                      Topic.ORDERS_INTAKE,
                      Topic.INVENTORY_COMMANDS))
          .hasMessageContaining("orders.intake.v1 has 16 partitions, not 32")
          .hasMessageNotContaining("inventory.commands.v1");
    }
  }

  private static String timestampType(Admin admin, Topic topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
    return admin
        .describeConfigs(List.of(resource))
        .all()
        .get()
        .get(resource)
        .get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
        .value();
  }
}
