package io.spillway.client.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What decides which event may begin, and what may be committed. */
class OrderOfWorkTest {
  @Test
  void ofAKeyTheNextBeginsWhenTheFirstHasEnded() {
    KeyQueues<Integer> queues = new KeyQueues<>();

    assertThat(queues.add("a", 1)).isTrue();
    assertThat(queues.add("a", 2)).isFalse();
    assertThat(queues.add("b", 3)).isTrue();
    assertThat(queues.first("a")).isEqualTo(1);
    assertThat(queues.removeFirst("a")).isTrue();
    assertThat(queues.first("a")).isEqualTo(2);
    assertThat(queues.removeFirst("a")).isFalse();
    assertThat(queues.first("a")).isNull();
    assertThat(queues.size()).isEqualTo(1);
    assertThat(queues.add("a", 4)).isTrue();
  }

  @Test
  void nothingIsCommittedPastTheLowestUnfinishedRecord() {
    UnfinishedOffsets offsets = new UnfinishedOffsets();

    assertThat(offsets.committable()).isEmpty();
    List.of(10L, 11L, 15L).forEach(offsets::received);
    assertThat(offsets.committable()).hasValue(10);
    offsets.finished(11);
    offsets.finished(15);
    assertThat(offsets.committable()).hasValue(10);
    assertThat(offsets.span()).isEqualTo(6);
    offsets.finished(10);
    assertThat(offsets.committable()).hasValue(16);
  }

  @Test
  void markersOfTransactionsAreCommittedTooOnceNothingIsUnfinished() {
    UnfinishedOffsets offsets = new UnfinishedOffsets();

    offsets.received(10);
    offsets.readTo(12);
    assertThat(offsets.committable()).hasValue(10);
    offsets.finished(10);
    assertThat(offsets.committable()).hasValue(12);
  }

  @Test
  void aRecordIsFinishedOnce() {
    UnfinishedOffsets offsets = new UnfinishedOffsets();
    offsets.received(1);
    offsets.finished(1);

    assertThatIllegalStateException().isThrownBy(() -> offsets.finished(1));
  }

  @Test
  void nothingOvertakesADeadLetterOfItsOrder() {
    assertThat(Turn.of(new TreeSet<>(), 5)).isEqualTo(Turn.HANDLE);
    TreeSet<Long> parked = new TreeSet<>(List.of(5L, 7L));

    assertThat(Turn.of(parked, 4)).as("an earlier one, replayed").isEqualTo(Turn.HANDLE);
    assertThat(Turn.of(parked, 5)).as("the first letter, redriven").isEqualTo(Turn.HANDLE);
    assertThat(Turn.of(parked, 6)).as("one between").isEqualTo(Turn.FOLLOW);
    assertThat(Turn.of(parked, 7)).as("a letter already").isEqualTo(Turn.KNOWN);
    assertThat(Turn.of(parked, 8)).as("a new one").isEqualTo(Turn.FOLLOW);
  }

  @Test
  void versionsThatNeverCameAreMissed() {
    SeenSequences seen = new SeenSequences(2);

    assertThat(seen.missingBefore("a", 3)).as("the first of an order says nothing").isZero();
    assertThat(seen.missingBefore("a", 4)).isZero();
    assertThat(seen.missingBefore("a", 7)).isEqualTo(2);
    assertThat(seen.missingBefore("a", 5)).as("a repetition").isZero();
    assertThat(seen.missingBefore("a", 8)).isZero();
    seen.missingBefore("b", 1);
    seen.missingBefore("c", 1);
    assertThat(seen.missingBefore("a", 20)).as("forgotten").isZero();
  }
}
