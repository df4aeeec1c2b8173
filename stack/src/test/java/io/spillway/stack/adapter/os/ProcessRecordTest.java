package io.spillway.stack.adapter.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessRecordTest {
  private static final String AFTER_STATE = " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 1 0 987654 20";

  @Test
  void readsTheStartTimeBehindAnyCommandName() {
    assertThat(ProcessRecord.parse(7, "7 (a) b (c) S" + AFTER_STATE, "boot"))
        .contains(new ProcessRecord(7, 987_654, "boot"));
  }

  @Test
  void holdsAKilledProcessForAliveUntilItsLastThreadHasEnded() {
    assertThat(
            ProcessRecord.parse(7, "7 (java) Z" + AFTER_STATE.replace(" 16 1 ", " 16 3 "), "boot"))
        .isPresent();
  }

  @Test
  void holdsAZombieForDead() {
    assertThat(ProcessRecord.parse(7, "7 (java) Z" + AFTER_STATE, "boot")).isEmpty();
  }
}
