package io.spillway.order.adapter.streams;

import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * When a record was written, in milliseconds since 1970: of the records that wait, a task takes the
 * earliest, so an order comes before what is asked of it. The broker's time is taken as it is; of a
 * producer's, one to come counts as now, or its partition would wait until then; a record without
 * one is as late as the one before it.
 */
record SagaTimestampExtractor(Clock clock) implements TimestampExtractor {
  /** Longer than anything waits: so much earlier than it is an outcome passes for. */
  private static final long AHEAD_MILLIS = Duration.ofDays(365).toMillis();

  /**
   * The same for outcomes, which go before all else that waits: behind a flood of new orders, those
   * that are reserved would have to wait for all of them. An outcome is never ahead of its order,
   * whose command it answers.
   */
  TimestampExtractor ofOutcomes() {
    return (record, partitionTime) ->
        Math.max(0, extract(record, partitionTime + AHEAD_MILLIS) - AHEAD_MILLIS);
  }

  /** When a record from a topic was written, given the time that it was ordered by. */
  static long written(String topic, long ordered) {
    return topic.equals(Topic.INVENTORY_OUTCOMES.topicName()) ? ordered + AHEAD_MILLIS : ordered;
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    if (record.timestampType() == TimestampType.LOG_APPEND_TIME) {
      return record.timestamp();
    }
    long now = clock.millis();
    if (record.timestamp() >= 0) {
      return Math.min(record.timestamp(), now);
    }
    return partitionTime >= 0 ? partitionTime : now;
  }
}
