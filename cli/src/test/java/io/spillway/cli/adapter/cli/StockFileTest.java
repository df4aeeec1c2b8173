package io.spillway.cli.adapter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.core.OperationException;
import io.spillway.verify.core.StockAdjustment;
import java.util.List;
import org.junit.jupiter.api.Test;

class StockFileTest {
  @Test
  void readsAdjustmentsAndLeavesBlankLinesOut() {
    assertThat(
            StockFile.read(
                List.of(
                    "{\"sku\":\"A\",\"delta\":5,\"reference\":\"r\"}",
                    "",
                    "{\"tenant\":\"t\",\"sku\":\"B\",\"delta\":-1,\"reference\":\"r\"}")))
        .containsExactly(
            new StockAdjustment("default", "A", 5, "r"), new StockAdjustment("t", "B", -1, "r"));
  }

  @Test
  void namesEachBadLine() {
    assertThatThrownBy(
            () ->
                StockFile.read(
                    List.of(
                        "{\"sku\":\"A\",\"delta\":5,\"reference\":\"r\"}",
                        "not json",
                        "{\"sku\":\"A\",\"delta\":99999999999,\"reference\":\"r\"}")))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("line 3")
        .hasMessageNotContaining("line 1 ");
  }
}
