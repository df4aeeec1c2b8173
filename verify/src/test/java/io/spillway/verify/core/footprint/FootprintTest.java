package io.spillway.verify.core.footprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FootprintTest {
  private static final Map<String, Long> BEFORE =
      Map.of(
          "records orders.intake.v1", 1_000L,
          "records cdc.orders.v1", 50L,
          "documents orders-2026.11", 7L,
          "redis commands", 3L);

  @Test
  void whatTheBrokerAndTheClockWriteIsToldApart() {
    Footprint footprint =
        Footprint.of(
            100,
            BEFORE,
            Map.of(
                "records orders.intake.v1", 1_100L,
                "records order-processor-orders-changelog", 200L,
                "records cdc.orders.v1", 250L,
                "records cdc.offsets.v1", 10L,
                "records __consumer_offsets", 30L,
                "documents orders-2026.11", 107L,
                "documents orders-2026.12", 50L,
                "documents stage-lag-2026.11", 40L,
                "redis commands", 3L));

    assertThat(footprint.records()).isEqualTo(5.1);
    assertThat(footprint.brokerRecords()).isEqualTo(0.3);
    assertThat(footprint.changeRows()).isEqualTo(2);
    assertThat(footprint.documents()).isEqualTo(1.5);
    assertThat(footprint.perOrder())
        .contains(entry("records orders.intake.v1", 1.0), entry("documents stage-lag-2026.11", 0.4))
        .doesNotContainKey("redis commands");
  }

  @Test
  void batchesHaveTheMeanOfTheirRecords() {
    Footprint footprint =
        Footprint.of(
            100,
            Map.of("batches store", 2L),
            Map.of("batches store", 6L, "batched records store", 100L));
    assertThat(footprint.batchRecords()).containsExactly(entry("store", 25.0));
  }

  @Test
  void aCounterThatFellIsNamed() {
    assertThatThrownBy(() -> Footprint.of(1, BEFORE, Map.of("redis commands", 1L)))
        .hasMessage("counter 'redis commands' fell by 2");
  }

  @Test
  void withoutOrdersThereIsNoFootprint() {
    assertThatThrownBy(() -> Footprint.of(0, BEFORE, BEFORE)).hasMessage("no order was accepted");
  }
}
