package io.spillway.runtime.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailpointsTest {
  private final AtomicInteger acted = new AtomicInteger();

  @Test
  void actsOnceWhenItsPlaceIsReachedForTheGivenTime() {
    Failpoints.Armed failpoint =
        Failpoints.Armed.parse("sink.after-bulk:kill@3", acted::incrementAndGet);

    failpoint.reached(Failpoints.SINK_AFTER_BULK);
    failpoint.reached(Failpoints.SINK_AFTER_BULK);
    failpoint.reached(Failpoints.CDC_AFTER_PRODUCE);
    assertThat(acted).hasValue(0);

    failpoint.reached(Failpoints.SINK_AFTER_BULK);
    failpoint.reached(Failpoints.SINK_AFTER_BULK);
    assertThat(acted).hasValue(1);
  }

  @Test
  void aProcessThatWasToldNothingPassesEveryPlace() {
    Failpoints.reached(Failpoints.INVENTORY_AFTER_COMMIT);
    assertThat(Failpoints.Armed.ofProcess()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sink.after-bulk", "sink.after-bulk:kill", "x:kill@0", "x:explode@1"})
  void refusesWhatItCannotRead(String told) {
    assertThatThrownBy(() -> Failpoints.Armed.parse(told, acted::incrementAndGet))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spillway.failpoint = '" + told + "'");
  }
}
