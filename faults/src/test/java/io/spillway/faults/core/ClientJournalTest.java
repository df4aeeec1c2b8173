package io.spillway.faults.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientJournalTest {
  private final ClientJournal journal = new ClientJournal();

  @Test
  void refusalForAnotherBodyIsJudgedWhenAllAnswersAreThere() {
    for (int i = 0; i < 3; i++) {
      journal.next();
    }
    journal.refusedForItsKey(1);
    assertThat(journal.refusedWithoutCause()).containsExactly(1);
    journal.contradicted(1);
    assertThat(journal.refusedWithoutCause()).isEmpty();
    journal.refusedForItsKey(2);
    assertThat(journal.refusedWithoutCause()).containsExactly(2);
  }
}
