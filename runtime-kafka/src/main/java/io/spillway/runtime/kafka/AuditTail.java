package io.spillway.runtime.kafka;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.schemas.audit.AuditChain;
import io.spillway.schemas.audit.AuditHash;
import io.spillway.schemas.audit.AuditLink.Seen;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The newest records of the audit topic, as a writer names them. Stateless. */
final class AuditTail {
  private static final TopicPartition PARTITION =
      new TopicPartition(Topic.OPERATIONS_AUDIT.topicName(), 0);

  private AuditTail() {}

  static Seen read(KafkaConfig kafka, String clientId, Duration limit)
      throws InterruptedException, TimeoutException {
    Map<String, Object> properties = KafkaClients.reader(kafka, clientId + "-tail");
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(limit.toMillis()));
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(limit.toMillis()));
    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties);
    try {
      return read(consumer, System.nanoTime() + limit.toNanos());
    } catch (InterruptException e) {
      // The consumer has set the thread's flag again.
      Thread.interrupted();
      throw new InterruptedException();
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private static Seen read(KafkaConsumer<byte[], byte[]> consumer, long deadline)
      throws TimeoutException {
    List<TopicPartition> partitions = List.of(PARTITION);
    if (consumer.partitionsFor(PARTITION.topic()).isEmpty()) {
      throw new UnknownTopicOrPartitionException(
          "topic " + PARTITION.topic() + " does not exist; ./spillway up creates it");
    }
    consumer.assign(partitions);
    long begin = consumer.beginningOffsets(partitions).getOrDefault(PARTITION, 0L);
    long end = consumer.endOffsets(partitions).getOrDefault(PARTITION, begin);
    long from = Math.max(begin, end - AuditChain.SEEN_RECORDS);
    consumer.seek(PARTITION, from);
    List<String> hashes = new ArrayList<>();
    while (consumer.position(PARTITION) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        if (record.offset() < end) {
          // Retention may have removed the first ones meanwhile.
          from = hashes.isEmpty() ? record.offset() : from;
          hashes.add(AuditHash.of(record.value() == null ? new byte[0] : record.value()));
        }
      }
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("read to " + consumer.position(PARTITION) + " of " + end);
      }
    }
    return new Seen(hashes.isEmpty() ? end : from, end, AuditHash.ofAll(hashes));
  }
}
