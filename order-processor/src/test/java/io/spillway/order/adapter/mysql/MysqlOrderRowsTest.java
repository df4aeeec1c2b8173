package io.spillway.order.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.order.core.TestOrders;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.StatusChange;
import io.spillway.schemas.tables.OrdersTable;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MysqlOrderRowsTest {
  private static final OrderRow SMALL = OrdersTable.row(event(1));

  @Test
  void chunksArePowersOfTwo() {
    assertThat(sizes(Collections.nCopies(777, SMALL))).containsExactly(256, 256, 256, 8, 1);
    assertThat(sizes(Collections.nCopies(7, SMALL))).containsExactly(4, 2, 1);
    assertThat(sizes(List.of())).isEmpty();
  }

  @Test
  void largeRowsMakeSmallChunksAndOneRowAlwaysPasses() {
    OrderRow half = SMALL.toBuilder().setLinesJson("x".repeat((2 << 20) / 3 - 300)).build();
    OrderRow tooLarge = SMALL.toBuilder().setLinesJson("x".repeat(3 << 20)).build();

    assertThat(sizes(Collections.nCopies(8, half))).containsExactly(2, 2, 2, 2);
    assertThat(sizes(Collections.nCopies(3, tooLarge))).containsExactly(1, 1, 1);
  }

  @Test
  void aHistoryCountsAsBytes() {
    OrderEvent event = event(1);
    OrderEvent later =
        event.toBuilder().addHistory(StatusChange.newBuilder().setReason("r".repeat(200))).build();

    assertThat(MysqlOrderRows.bytes(OrdersTable.row(later)))
        .isGreaterThan(MysqlOrderRows.bytes(OrdersTable.row(event)) + 600);
  }

  private static List<Integer> sizes(List<OrderRow> rows) {
    return MysqlOrderRows.chunks(rows).stream().map(List::size).toList();
  }

  private static OrderEvent event(int lines) {
    return OrderEvent.newBuilder()
        .setOrderId(TestOrders.order("c", "k", List.of("a")).getOrderId())
        .setOrder(TestOrders.order("c", "k", Collections.nCopies(lines, "a")))
        .build();
  }
}
