package io.spillway.faults.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultKindTest {
  @Test
  void aRowMeansAllItsFaultsOnThatManyBrokers() {
    assertThat(FaultKind.named(List.of("redis-killed", " 7"), 1))
        .containsExactly(FaultKind.REDIS_KILLED, FaultKind.BROKER_KILLED, FaultKind.BROKER_STALLED);
    assertThat(FaultKind.named(List.of("7"), 3))
        .containsExactly(FaultKind.LEADER_KILLED, FaultKind.TWO_BROKERS_KILLED);
  }

  @Test
  void anUnknownNameIsToldWithTheKnownOnes() {
    assertThatThrownBy(() -> FaultKind.named(List.of("earthquake"), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'earthquake'", "redis-killed", "lock-storm");
  }
}
