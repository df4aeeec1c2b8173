package io.spillway.ingest.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

class KafkaProbeTest {
  private static final List<Node> NODES =
      List.of(new Node(0, "a", 9092), new Node(1, "b", 9092), new Node(2, "c", 9092));

  @Test
  void enoughReplicasInSyncAreWell() {
    assertThat(KafkaProbe.judge(topic(partition(3, 2), partition(3, 3)), 2).healthy()).isTrue();
  }

  @Test
  void aPartitionWithTooFewReplicasInSyncTakesNoOrder() {
    assertThat(KafkaProbe.judge(topic(partition(3, 1), partition(3, 3)), 2).why())
        .isEqualTo("1 partitions of orders have fewer than min.insync.replicas=2 in-sync replicas");
  }

  @Test
  void noMoreIsAskedOfAPartitionThanItHasReplicas() {
    assertThat(KafkaProbe.judge(topic(partition(1, 1)), 2).healthy()).isTrue();
  }

  @Test
  void aPartitionWithoutALeaderTakesNoOrder() {
    TopicPartitionInfo headless =
        new TopicPartitionInfo(0, Node.noNode(), NODES, NODES.subList(0, 2));
    assertThat(KafkaProbe.judge(topic(headless), 2).why())
        .isEqualTo("1 partitions of orders have no leader");
  }

  private static TopicPartitionInfo partition(int replicas, int inSync) {
    return new TopicPartitionInfo(
        0, NODES.getFirst(), NODES.subList(0, replicas), NODES.subList(0, inSync));
  }

  private static TopicDescription topic(TopicPartitionInfo... partitions) {
    return new TopicDescription("orders", false, List.of(partitions));
  }
}
