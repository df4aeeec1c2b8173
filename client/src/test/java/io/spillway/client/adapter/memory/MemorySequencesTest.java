package io.spillway.client.adapter.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.client.adapter.SequencesContract;
import io.spillway.client.port.Sequences;
import org.junit.jupiter.api.Test;

class MemorySequencesTest extends SequencesContract {
  @Override
  protected Sequences store() {
    return MemorySequences.create();
  }

  @Test
  void forgetsTheOrderThatWasLongestWithoutAnEvent() {
    MemorySequences two = MemorySequences.ofOrders(2);
    two.handled("a", 1, 1);
    two.handled("b", 1, 2);
    two.handled("a", 2, 3);
    two.handled("c", 1, 4);

    assertThat(two.handled("a")).isEqualTo(2);
    assertThat(two.handled("b")).isZero();
    assertThat(two.handled("c")).isEqualTo(1);
  }

  @Test
  void remembersNothingButDeadLetters() {
    MemorySequences forgetful = MemorySequences.parkedOnly();
    forgetful.handled("a", 1, 1);
    forgetful.park("a", 2, 2);

    assertThat(forgetful.handled("a")).isZero();
    assertThat(forgetful.parked("a")).containsExactly(2L);
  }
}
