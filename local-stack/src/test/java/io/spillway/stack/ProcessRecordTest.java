package io.spillway.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessRecordTest {
  private static final String AFTER_STATE =
      " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 987654 20 21";

  @Test
  void readsTheStartTimeBehindAnyCommandName() {
    assertThat(ProcessRecord.parse(7, "7 (a) b (c) S" + AFTER_STATE, "boot"))
        .contains(new ProcessRecord(7, 987_654, "boot"));
  }

  @Test
  void holdsAZombieForDead() {
    assertThat(ProcessRecord.parse(7, "7 (java) Z" + AFTER_STATE, "boot")).isEmpty();
  }
}
