package io.spillway.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.cdc.core.RowMapping;
import io.spillway.cdc.core.RowOperation;
import io.spillway.cdc.core.Rows;
import io.spillway.cdc.port.InMemoryRowLog;
import io.spillway.cdc.port.RowLogException;
import io.spillway.schemas.routing.Partitioning;
import java.util.List;
import org.junit.jupiter.api.Test;

class CdcFlowTest {
  private final InMemoryRowLog log = new InMemoryRowLog();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final CdcFlow flow = new CdcFlow(new RowMapping(Partitioning.DEFAULT), log, metrics);

  @Test
  void rowsArePublishedInOrderAndCounted() throws Exception {
    flow.publish(
        List.of(
            Rows.change("orders", RowOperation.CREATE, Rows.order()),
            Rows.change("stock", RowOperation.UPDATE, Rows.stock()),
            Rows.change("elsewhere", RowOperation.CREATE, Rows.stock()),
            Rows.change("stock", RowOperation.DELETE, Rows.stock())));

    assertThat(log.rows())
        .extracting(row -> row.table().tableName())
        .containsExactly("orders", "stock", "stock");
    assertThat(log.rejected())
        .singleElement()
        .satisfies(row -> assertThat(row.cause()).isEqualTo("table elsewhere is not captured"));
    assertThat(count("spillway.cdc.rows.captured")).isEqualTo(4);
    assertThat(count("spillway.cdc.rows.rejected")).isEqualTo(1);
    assertThat(metrics.get("spillway.cdc.rows.published").tag("table", "stock").counter().count())
        .isEqualTo(2);
    assertThat(count("spillway.cdc.batches")).isEqualTo(1);
  }

  @Test
  void failedBatchIsNotCounted() {
    log.failing(true);
    var batch = List.of(Rows.change("stock", RowOperation.UPDATE, Rows.stock()));

    assertThatThrownBy(() -> flow.publish(batch)).isInstanceOf(RowLogException.class);
    assertThat(count("spillway.cdc.rows.captured")).isZero();
  }

  @Test
  void batchOfHeartbeatsAloneIsNoBatch() throws Exception {
    flow.publish(List.of());

    assertThat(count("spillway.cdc.batches")).isZero();
  }

  private double count(String name) {
    return metrics.get(name).counter().count();
  }
}
