package io.spillway.order.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.order.core.TestOrders;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.StatusChange;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MysqlOrderRowsTest {
  private static final OrderRow SMALL = row(1);

  @Test
  void chunksArePowersOfTwo() {
    assertThat(sizes(Collections.nCopies(777, SMALL))).containsExactly(256, 256, 256, 8, 1);
    assertThat(sizes(Collections.nCopies(7, SMALL))).containsExactly(4, 2, 1);
    assertThat(sizes(List.of())).isEmpty();
  }

  @Test
  void largeRowsMakeSmallChunksAndOneRowAlwaysPasses() {
    OrderRow half = new OrderRow(SMALL.id(), SMALL.event(), "", "", null, null, 2 << 20);
    OrderRow tooLarge = new OrderRow(SMALL.id(), SMALL.event(), "", "", null, null, 9 << 20);

    assertThat(sizes(Collections.nCopies(8, half))).containsExactly(2, 2, 2, 2);
    assertThat(sizes(Collections.nCopies(3, tooLarge))).containsExactly(1, 1, 1);
  }

  @Test
  void aHistoryCountsAsBytes() {
    OrderEvent event = SMALL.event();
    OrderEvent later =
        event.toBuilder().addHistory(StatusChange.newBuilder().setReason("r".repeat(200))).build();

    assertThat(OrderRow.of(later).bytes()).isGreaterThan(OrderRow.of(event).bytes() + 600);
  }

  @Test
  void theVersionIsAssignedLastForItIsTheGuard() {
    assertThat(UpsertStatement.of(2))
        .contains("VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?),(?,")
        .endsWith(", version = IF(n.version > orders.version, n.version, orders.version)")
        .doesNotContain("created_at = ");
  }

  private static List<Integer> sizes(List<OrderRow> rows) {
    return MysqlOrderRows.chunks(rows).stream().map(List::size).toList();
  }

  private static OrderRow row(int lines) {
    return OrderRow.of(
        OrderEvent.newBuilder()
            .setOrderId(TestOrders.order("c", "k", List.of("a")).getOrderId())
            .setOrder(TestOrders.order("c", "k", Collections.nCopies(lines, "a")))
            .build());
  }
}
