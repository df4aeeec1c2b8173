package io.spillway.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneQueueTest {
  private final PartitionClaim first = new PartitionClaim(Testing.partition(0));
  private final PartitionClaim second = new PartitionClaim(Testing.partition(1));
  private final LaneQueue queue = new LaneQueue(Testing.config(1, 10, 100));

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

  private static List<QueuedRecord> records(PartitionClaim claim, int from, int count) {
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
