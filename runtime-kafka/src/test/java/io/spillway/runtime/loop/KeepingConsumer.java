package io.spillway.runtime.loop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/** Kafka's mock, which forgets commits when partitions leave, with a memory for them. */
final class KeepingConsumer extends MockConsumer<byte[], byte[]> {
  private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();

  private boolean rebalancing;

  KeepingConsumer() {
    super("earliest");
  }

  /** The committed offset, -1 for none. */
  long committed(TopicPartition partition) {
    return committed.getOrDefault(partition, -1L);
  }

  /** As a broker does while a cooperative rebalance is under way. */
  void refuseCommitsUntilPolled() {
    rebalancing = true;
    schedulePollTask(() -> rebalancing = false);
  }

  @Override
  public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (rebalancing) {
      throw new RebalanceInProgressException("wait for it");
    }
    super.commitSync(offsets);
    keep(offsets);
  }

  @Override
  public synchronized void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    super.commitAsync(offsets, callback);
    keep(offsets);
  }

  private void keep(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
  }
}
