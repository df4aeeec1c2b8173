package io.spillway.verify.adapter.kafka;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.port.AuditTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads {@code operations.audit.v1}. Thread-safe. */
public final class KafkaAuditTopic implements AuditTopic, AutoCloseable {
  private static final TopicPartition PARTITION =
      new TopicPartition(Topic.OPERATIONS_AUDIT.topicName(), 0);
  private static final byte[] NOTHING = {};

  private final TopicScan scan;

  public KafkaAuditTopic(KafkaConfig kafka) {
    this.scan = new TopicScan(kafka);
  }

  @Override
  public Extent extent(@Nullable Instant since) throws UnavailableException, InterruptedException {
    try {
      TopicScan.Range whole = scan.whole(List.of(PARTITION.topic())).get(PARTITION);
      if (whole == null) {
        throw new UnavailableException(PARTITION + " does not exist", Duration.ZERO);
      }
      long from =
          since == null
              ? whole.from()
              : scan.firstSince(PARTITION, since.toEpochMilli(), whole.to());
      return new Extent(from, whole.to());
    } catch (KafkaException e) {
      throw TopicScan.failure(e);
    }
  }

  @Override
  public void read(Extent extent, Sink sink, LongConsumer offsetsRead)
      throws UnavailableException, InterruptedException {
    try {
      scan.read(
          Map.of(PARTITION, new TopicScan.Range(extent.from(), extent.to())),
          record ->
              sink.take(
                  record.offset(),
                  record.key() == null ? NOTHING : record.key(),
                  record.value() == null ? NOTHING : record.value()),
          offsetsRead);
    } catch (KafkaException e) {
      throw TopicScan.failure(e);
    }
  }

  @Override
  public void close() {
    scan.close();
  }
}
