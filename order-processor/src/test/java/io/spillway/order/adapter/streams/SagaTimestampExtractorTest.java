package io.spillway.order.adapter.streams;

import static io.spillway.order.core.TestOrders.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.runtime.testing.HandClock;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.junit.jupiter.api.Test;

class SagaTimestampExtractorTest {
  private static final long NOW = NOON.toEpochMilli();
  private final SagaTimestampExtractor times = new SagaTimestampExtractor(new HandClock(NOON));

  @Test
  void aRecordIsAsOldAsItsTimestamp() {
    assertThat(times.extract(record(NOW - 5), NOW)).isEqualTo(NOW - 5);
    assertThat(times.extract(record(0), NOW)).isZero();
  }

  @Test
  void aTimeToComeIsNow() {
    long inAYear = NOW + Duration.ofDays(365).toMillis();
    assertThat(times.extract(record(inAYear), NOW)).isEqualTo(NOW);
    assertThat(times.extract(record(Long.MAX_VALUE), NOW)).isEqualTo(NOW);
  }

  @Test
  void theBrokersTimeIsTakenAsItIs() {
    long ahead = NOW + 500;
    assertThat(times.extract(record(ahead, TimestampType.LOG_APPEND_TIME), NOW)).isEqualTo(ahead);
  }

  @Test
  void withoutATimestampItIsAsLateAsTheOneBeforeOrElseNow() {
    assertThat(times.extract(record(-1), NOW - 9)).isEqualTo(NOW - 9);
    assertThat(times.extract(record(-1), -1)).isEqualTo(NOW);
  }

  @Test
  void outcomesGoBeforeAllThatWaits() {
    TimestampExtractor ofOutcomes = times.ofOutcomes();
    long hundredDaysAgo = NOW - Duration.ofDays(100).toMillis();
    long ordered = ofOutcomes.extract(record(NOW, TimestampType.LOG_APPEND_TIME), -1);

    assertThat(ordered).isLessThan(times.extract(record(hundredDaysAgo), -1));
    assertThat(ofOutcomes.extract(record(NOW - 5), -1)).isEqualTo(ordered - 5);
    assertThat(ofOutcomes.extract(record(-1), ordered)).isEqualTo(ordered);
    assertThat(SagaTimestampExtractor.written(Topic.INVENTORY_OUTCOMES.topicName(), ordered))
        .isEqualTo(NOW);
    assertThat(SagaTimestampExtractor.written(Topic.ORDERS_INTAKE.topicName(), NOW)).isEqualTo(NOW);
  }

  private static ConsumerRecord<Object, Object> record(long timestamp) {
    return record(timestamp, TimestampType.CREATE_TIME);
  }

  private static ConsumerRecord<Object, Object> record(long timestamp, TimestampType type) {
    return new ConsumerRecord<>(
        "topic",
        0,
        0,
        timestamp,
        type,
        0,
        0,
        "key",
        "value",
        new RecordHeaders(),
        Optional.empty());
  }
}
