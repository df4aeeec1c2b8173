package io.spillway.verify.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CounterBalancesTest {
  private static final String METRICS =
      """
      # HELP spillway_loop_consumed_total Records taken from Kafka
      # TYPE spillway_loop_consumed_total counter
      spillway_loop_consumed_total{loop="order-store"} 1.2E3
      spillway_loop_processed_total{loop="order-store"} 1196.0
      spillway_loop_dead_lettered_total{loop="order-store"} 3.0
      spillway_loop_returned_total{loop="order-store"} 0.0
      spillway_loop_queued{worker="0",loop="order-store"} 1.0
      spillway_loop_queued{worker="1",loop="order-store"} 0.0
      spillway_order_consumed_total 10.0
      spillway_order_processed_total 6.0
      spillway_order_duplicate_total 2.0
      spillway_order_dead_lettered_total 1.0
      jvm_memory_used_bytes{area="heap"} 5.0
      """;

  @Test
  void everyLoopAndTheSagaAreWeighed() {
    List<StoreFacts.Balance> balances = CounterBalances.of("order-processor", METRICS);
    assertThat(balances).hasSize(2);
    assertThat(balances.getFirst().service()).isEqualTo("order-processor/order-store");
    assertThat(balances.getFirst().left()).isEqualTo(1_200);
    assertThat(balances.getFirst().right()).isEqualTo(1_200);
    assertThat(balances.get(1).left()).isEqualTo(10);
    assertThat(balances.get(1).right()).as("one record is unaccounted for").isEqualTo(9);
    assertThat(balances.get(1).equation())
        .isEqualTo("consumed = processed + duplicate + dead_lettered");
  }

  @Test
  void aServiceWithoutSuchCountersHasNone() {
    assertThat(CounterBalances.of("ingest-api", "jvm_threads_live_threads 9.0\n")).isEmpty();
  }
}
