package io.spillway.order.adapter.memory;

import io.spillway.order.port.OrderRows;
import io.spillway.order.port.OrderRowsContract;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

class InMemoryOrderRowsTest extends OrderRowsContract {
  private final InMemoryOrderRows rows = new InMemoryOrderRows();

  @Override
  protected OrderRows rows() {
    return rows;
  }

  @Override
  protected @Nullable Row read(int shard, String orderId) {
    return rows.find(shard, orderId).map(InMemoryOrderRowsTest::row).orElse(null);
  }

  private static Row row(OrderEvent event) {
    Order order = event.getOrder();
    List<String> lines =
        order.getLinesList().stream()
            .map(l -> l.getSku() + " x " + l.getQuantity() + " @ " + l.getUnitAmount())
            .toList();
    List<String> reasons =
        event.getRefusalsList().stream()
            .map(
                r ->
                    r.getLine()
                        + " "
                        + r.getSku()
                        + " "
                        + r.getReason()
                        + " "
                        + r.getRequested()
                        + "/"
                        + r.getAvailable())
            .toList();
    List<String> history =
        event.getHistoryList().stream()
            .map(
                c ->
                    c.getVersion()
                        + " "
                        + c.getStatus()
                        + " "
                        + Times.instant(c.getAt())
                        + " "
                        + c.getReason())
            .toList();
    return new Row(
        order.getTenant(),
        order.getCustomerId(),
        event.getStatus().name(),
        event.getVersion(),
        order.getCurrency(),
        order.getTotalAmount(),
        order.getLinesCount(),
        lines,
        reasons.isEmpty() ? null : reasons,
        event.getKeptAmount(),
        history.isEmpty() ? null : history,
        event.hasHoldUntil() ? millis(Times.instant(event.getHoldUntil())) : null,
        millis(Times.instant(order.getPlacedAt())),
        millis(Times.instant(order.getAcceptedAt())),
        millis(Times.instant(event.getOccurredAt())));
  }
}
