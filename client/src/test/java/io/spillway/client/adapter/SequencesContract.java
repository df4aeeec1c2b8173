package io.spillway.client.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.client.port.Sequences;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a subscription relies on, of each store. */
public abstract class SequencesContract {
  protected static final String ORDER = "d3a12bb4-d01d-80ba-86fe-6f2bb8d7ffeb";
  private static final String OTHER = "e3a12bb4-d01d-80ba-86fe-6f2bb8d7ffeb";

  private Sequences sequences;

  /** An empty store. */
  protected abstract Sequences store() throws Exception;

  @BeforeEach
  void open() throws Exception {
    sequences = store();
    sequences.open("logistics");
    sequences.refresh();
  }

  @Test
  void knowsTheHighestVersionOfEachOrder() throws Exception {
    assertThat(sequences.handled(ORDER)).isZero();

    sequences.handled(ORDER, 1, 10);
    sequences.handled(ORDER, 3, 12);
    sequences.handled(ORDER, 2, 11);

    assertThat(sequences.handled(ORDER)).isEqualTo(3);
    assertThat(sequences.handled(OTHER)).isZero();
  }

  @Test
  void keepsDeadLettersUntilTheyAreHandled() throws Exception {
    assertThat(sequences.parked(ORDER)).isEmpty();

    sequences.park(ORDER, 3, 12);
    sequences.park(ORDER, 2, 11);
    sequences.park(ORDER, 2, 11);
    sequences.park(OTHER, 0, 13);

    assertThat(sequences.parked(ORDER)).containsExactly(11L, 12L);
    sequences.handled(ORDER, 2, 11);
    assertThat(sequences.parked(ORDER)).containsExactly(12L);
    sequences.handled(ORDER, 3, 12);
    assertThat(sequences.parked(ORDER)).isEmpty();
    assertThat(sequences.parked(OTHER)).containsExactly(13L);
    assertThat(sequences.parkedCount()).isEqualTo(1);
  }

  @Test
  void aDuplicateIsNoDeadLetterAnyMore() throws Exception {
    sequences.park(ORDER, 2, 11);
    sequences.park(ORDER, 0, 12);

    sequences.handled(ORDER, 5, 20);
    sequences.handled(ORDER, 2, 11);

    assertThat(sequences.parked(ORDER)).containsExactly(12L);
  }
}
