package io.spillway.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldingConsumerTest {
  private static final TopicPartition INTAKE = new TopicPartition("intake", 0);
  private static final TopicPartition OUTCOMES = new TopicPartition("outcomes", 0);

  private final MockConsumer<byte[], byte[]> delegate = new MockConsumer<>("earliest");
  private final Set<TopicPartition> condition = new HashSet<>();
  private final AtomicLong nanos = new AtomicLong();
  private final PartitionHold hold = new PartitionHold(condition::contains, nanos::get);
  private final Consumer<byte[], byte[]> consumer = HoldingConsumer.of(delegate, hold);

  @BeforeEach
  void assign() {
    consumer.subscribe(List.of("intake", "outcomes"));
    delegate.rebalance(List.of(INTAKE, OUTCOMES));
    delegate.updateBeginningOffsets(Map.of(INTAKE, 0L, OUTCOMES, 0L));
    add(INTAKE, 0);
    add(OUTCOMES, 0);
  }

  @Test
  void aHeldPartitionIsNotRead() {
    condition.add(INTAKE);

    assertThat(poll()).containsExactly(OUTCOMES);
    assertThat(consumer.position(INTAKE)).isZero();
    assertThat(consumer.paused()).isEmpty();
    assertThat(hold.isHeld(INTAKE)).isTrue();
    assertThat(hold.isHeld(OUTCOMES)).isFalse();

    condition.clear();
    assertThat(poll()).containsExactly(INTAKE);
    assertThat(hold.isHeld(INTAKE)).isFalse();
  }

  @Test
  void whatTheUserPausedStaysPaused() {
    condition.add(INTAKE);
    consumer.pause(List.of(INTAKE, OUTCOMES));

    assertThat(poll()).isEmpty();

    assertThat(consumer.paused()).containsExactlyInAnyOrder(INTAKE, OUTCOMES);
    consumer.resume(List.of(INTAKE));
    assertThat(poll()).as("held all the same").isEmpty();
    assertThat(consumer.paused()).containsExactly(OUTCOMES);
  }

  @Test
  void whatIsPausedInARebalanceStaysPaused() {
    condition.add(INTAKE);
    delegate.schedulePollTask(() -> consumer.pause(List.of(INTAKE)));

    poll();

    assertThat(consumer.paused()).containsExactly(INTAKE);
  }

  @Test
  void aPartitionMayGoWhileItIsHeld() {
    condition.add(INTAKE);
    delegate.schedulePollTask(() -> delegate.rebalance(List.of(OUTCOMES)));

    poll();

    assertThat(consumer.assignment()).containsExactly(OUTCOMES);
  }

  @Test
  void aFailedPollLeavesNothingPaused() {
    condition.add(INTAKE);
    delegate.setPollException(new KafkaException("expected"));

    assertThatThrownBy(this::poll).isExactlyInstanceOf(KafkaException.class);

    assertThat(consumer.paused()).isEmpty();
  }

  @Test
  void aThreadThatPollsNoMoreHoldsNothing() {
    condition.add(INTAKE);
    poll();
    assertThat(hold.size()).isEqualTo(1);

    nanos.addAndGet(Duration.ofSeconds(10).toNanos());

    assertThat(hold.size()).isZero();
    assertThat(hold.isHeld(INTAKE)).isFalse();
  }

  private Set<TopicPartition> poll() {
    return consumer.poll(Duration.ZERO).partitions();
  }

  private void add(TopicPartition partition, long offset) {
    delegate.addRecord(
        new ConsumerRecord<>(
            partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
  }
}
