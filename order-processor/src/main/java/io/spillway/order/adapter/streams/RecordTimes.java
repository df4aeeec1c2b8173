package io.spillway.order.adapter.streams;

import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * When a record was written, in milliseconds since 1970: of the records that wait, a task takes the
 * earliest, so an order comes before what is asked of it. The broker's time is taken as it is; of a
 * producer's, one to come counts as now, or its partition would wait until then; a record without
 * one is as late as the one before it.
 */
record RecordTimes(Clock clock) implements TimestampExtractor {
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
