package io.spillway.analytics.adapter.kafka;

import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.analytics.port.RowReplay;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.runtime.failure.PoisonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * All partitions of the row topics by one consumer without a group, so that it disturbs nobody and
 * always begins at the beginning.
 */
public final class KafkaRowReplay implements RowReplay {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final RowReader reader;
  private final Collection<String> topics;
  private boolean assigned;
  private long rows;
  private long unreadable;

  /** Owns the consumer. */
  public KafkaRowReplay(
      Consumer<byte[], byte[]> consumer, RowReader reader, Collection<String> topics) {
    this.consumer = consumer;
    this.reader = reader;
    this.topics = topics;
  }

  @Override
  public void toEnd(Indexer indexer) throws IndexUnavailableException, InterruptedException {
    assign();
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      List<RowDocuments> batch = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        read(record, batch);
      }
      unreadable += indexer.index(batch).size();
      rows += batch.size();
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> record, List<RowDocuments> batch) {
    try {
      batch.add(reader.read(record));
    } catch (PoisonException e) {
      // The sink has set it aside as a dead letter.
      unreadable++;
    }
  }

  private void assign() {
    if (!assigned) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : topics) {
        for (PartitionInfo partition : consumer.partitionsFor(topic)) {
          partitions.add(new TopicPartition(topic, partition.partition()));
        }
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      assigned = true;
    }
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public long unreadable() {
    return unreadable;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
