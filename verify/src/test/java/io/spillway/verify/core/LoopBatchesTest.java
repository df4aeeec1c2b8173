package io.spillway.verify.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class LoopBatchesTest {
  @Test
  void eachLoopHasItsBatchesAndTheirRecords() {
    String metrics =
        """
        # TYPE spillway_loop_batch_records summary
        spillway_loop_batch_records{loop="inventory",quantile="0.5"} 120.0
        spillway_loop_batch_records_count{loop="inventory"} 4
        spillway_loop_batch_records_sum{loop="inventory"} 512.0
        spillway_loop_consumed_total{loop="inventory"} 512.0
        """;
    assertThat(LoopBatches.of(metrics))
        .containsExactly(entry("batched records inventory", 512L), entry("batches inventory", 4L));
  }
}
