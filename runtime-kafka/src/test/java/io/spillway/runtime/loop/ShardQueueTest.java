package io.spillway.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.runtime.testing.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardQueueTest {
  private final PartitionAssignment first = new PartitionAssignment(Testing.partition(0));
  private final PartitionAssignment second = new PartitionAssignment(Testing.partition(1));
  private final HandClock clock = new HandClock();
  private final ShardQueue queue =
      new ShardQueue(Testing.config(10, 100), Testing::coalesceFor, clock);

  @Test
  void givesEverythingThatWaitsUpToTheBounds() throws Exception {
    queue.put(records(first, 0, 25));

    assertThat(offsets(queue.take(10, 1_000))).hasSize(10).startsWith(0L).endsWith(9L);
    assertThat(offsets(queue.take(100, 1_000))).hasSize(15).startsWith(10L);
  }

  @Test
  void boundsABatchByBytesButAlwaysGivesOne() throws Exception {
    queue.put(records(first, 0, 3));
    long each = new QueuedRecord(Testing.record(0, 0), first).bytes();

    assertThat(queue.take(10, 2 * each)).hasSize(2);
    assertThat(queue.take(10, 1)).hasSize(1);
  }

  @Test
  void isSaturatedFromFullDownToHalf() throws Exception {
    queue.put(records(first, 0, 99));
    assertThat(queue.isSaturated()).isFalse();
    queue.put(records(first, 99, 1));
    assertThat(queue.isSaturated()).isTrue();
    queue.take(49, 1 << 20);
    assertThat(queue.isSaturated()).isTrue();
    queue.take(1, 1 << 20);
    assertThat(queue.isSaturated()).isFalse();
  }

  @Test
  void isSaturatedByAFewLargeRecords() throws Exception {
    String mebibyte = "x".repeat(1 << 20);
    for (int offset = 0; offset < 4; offset++) {
      queue.put(List.of(new QueuedRecord(Testing.record(0, offset, mebibyte), first)));
    }

    assertThat(queue.isSaturated()).isTrue();
    queue.take(3, Long.MAX_VALUE);
    assertThat(queue.isSaturated()).isFalse();
  }

  @Test
  void dropsOnlyTheClaimsThatLeave() throws Exception {
    queue.put(records(first, 0, 3));
    queue.put(records(second, 0, 2));
    queue.put(records(first, 3, 1));

    assertThat(queue.drop(List.of(second))).isEqualTo(2);
    assertThat(offsets(queue.take(10, 1_000))).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void drainsAndAbandons() throws Exception {
    queue.put(records(first, 0, 3));
    queue.drain();
    assertThat(queue.take(2, 1_000)).hasSize(2);
    assertThat(queue.abandon()).isEqualTo(1);
    assertThat(queue.take(2, 1_000)).isEmpty();
  }

  @Test
  void keepsARecordBackUntilOneOfItsKeyComes() throws Exception {
    queue.put(List.of(keyed(0, "a", "early"), keyed(1, "b", "early"), keyed(2, "c", "x")));

    assertThat(offsets(queue.take(10, 1_000))).containsExactly(2L);
    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.isReady()).isFalse();
    queue.put(List.of(keyed(3, "b", "x")));
    assertThat(offsets(queue.take(10, 1_000))).containsExactly(1L, 3L);
  }

  @Test
  void keepsARecordBackNoLongerThanItsPatience() throws Exception {
    queue.put(List.of(keyed(0, "a", "early"), keyed(1, "b", "x")));
    assertThat(offsets(queue.take(10, 1_000))).containsExactly(1L);
    clock.pass(Testing.PATIENCE);

    assertThat(offsets(queue.take(10, 1_000))).containsExactly(0L);
  }

  @Test
  void aClockThatIsSetBackEndsTheWait() throws Exception {
    queue.put(List.of(keyed(0, "a", "early")));
    clock.pass(Duration.ofHours(-1));

    assertThat(offsets(queue.take(10, 1_000))).containsExactly(0L);
  }

  @Test
  void keepsOnesBackThatHaveTheSameKeyInTheirOrder() throws Exception {
    queue.put(List.of(keyed(0, "a", "early"), keyed(1, "a", "early"), keyed(2, "a", "x")));

    assertThat(offsets(queue.take(10, 1_000))).containsExactly(0L, 1L, 2L);
  }

  @Test
  void handsOverAllThatIsKeptBackOfAKeyWhenTheTimeOfTheFirstIsOver() throws Exception {
    queue.put(List.of(keyed(0, "a", "early"), keyed(1, "b", "early")));
    clock.pass(Testing.PATIENCE.minusMillis(1));
    queue.put(List.of(keyed(2, "a", "early"), keyed(3, "c", "early")));
    assertThat(queue.size()).isEqualTo(4);
    assertThat(queue.deferredRecords()).isEqualTo(4);
    assertThat(queue.isReady()).isFalse();
    clock.pass(Duration.ofMillis(1));

    assertThat(offsets(queue.take(10, 1_000))).containsExactly(0L, 2L, 1L);
    assertThat(queue.size()).isEqualTo(1);
    queue.put(List.of(keyed(4, "a", "early")));
    assertThat(queue.isReady()).isFalse();
  }

  @Test
  void keepsNoMoreBackThanHalfOfWhatMayWait() throws Exception {
    for (int offset = 0; offset < 60; offset++) {
      queue.put(List.of(keyed(offset, "key" + offset, "early")));
    }

    assertThat(offsets(queue.take(100, 1 << 20))).hasSize(10).startsWith(50L);
    assertThat(queue.isSaturated()).isFalse();
  }

  @Test
  void givesWhatIsKeptBackWhenItDrains() throws Exception {
    queue.put(List.of(keyed(0, "a", "early")));
    queue.drain();

    assertThat(offsets(queue.take(10, 1_000))).containsExactly(0L);
    assertThat(queue.take(10, 1_000)).isEmpty();
  }

  @Test
  void dropsWhatIsKeptBackUnderAClaimThatLeaves() throws Exception {
    queue.put(List.of(keyed(0, "a", "early"), keyed(1, "a", "early")));

    assertThat(queue.drop(List.of(first))).isEqualTo(2);
    assertThat(queue.size()).isZero();
    queue.put(List.of(keyed(0, "a", "x")));
    assertThat(offsets(queue.take(10, 1_000))).containsExactly(0L);
  }

  private QueuedRecord keyed(long offset, String key, String value) {
    return new QueuedRecord(Testing.record(0, offset, key, value), first);
  }

  private static List<QueuedRecord> records(PartitionAssignment claim, int from, int count) {
    List<QueuedRecord> records = new ArrayList<>();
    for (int offset = from; offset < from + count; offset++) {
      records.add(new QueuedRecord(Testing.record(claim.partition().partition(), offset), claim));
    }
    return records;
  }

  private static List<Long> offsets(List<QueuedRecord> records) {
    return records.stream().map(queued -> queued.source().offset()).toList();
  }
}
