package io.spillway.schemas.tables;

import com.google.protobuf.Timestamp;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.RoutedId;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;

/** The table {@code orders}: its columns, its rows from events, and how they are written. */
public final class OrdersTable {
  /** Every column in the order of the content hash; a new one comes last, and is {@code added}. */
  public static final Table<OrderRow, OrderRow.Builder> TABLE =
      Table.<OrderRow, OrderRow.Builder>named(
              "orders", OrderRow::newBuilder, OrderRow.Builder::build)
          .id("order_id", OrderRow::getOrderId, OrderRow.Builder::setOrderId)
          .count("slot", OrderRow::getSlot, OrderRow.Builder::setSlot)
          .text("tenant", OrderRow::getTenant, OrderRow.Builder::setTenant)
          .text("customer_id", OrderRow::getCustomerId, OrderRow.Builder::setCustomerId)
          .text("status", OrderRow::getStatus, OrderRow.Builder::setStatus)
          .number("version", OrderRow::getVersion, OrderRow.Builder::setVersion)
          .text("currency", OrderRow::getCurrency, OrderRow.Builder::setCurrency)
          .number("total_amount", OrderRow::getTotalAmount, OrderRow.Builder::setTotalAmount)
          .count("line_count", OrderRow::getLineCount, OrderRow.Builder::setLineCount)
          .json("lines", OrderRow::getLinesJson, OrderRow.Builder::setLinesJson)
          .json("attributes", OrderRow::getAttributesJson, OrderRow.Builder::setAttributesJson)
          .jsonOrNull("reasons", OrderRow::getReasonsJson, OrderRow.Builder::setReasonsJson)
          .time("hold_until", OrderRow::getHoldUntil, OrderRow.Builder::setHoldUntil)
          .orNull(OrderRow::hasHoldUntil)
          .time("placed_at", OrderRow::getPlacedAt, OrderRow.Builder::setPlacedAt)
          .time("created_at", OrderRow::getCreatedAt, OrderRow.Builder::setCreatedAt)
          .time("updated_at", OrderRow::getUpdatedAt, OrderRow.Builder::setUpdatedAt)
          .numberOrZero("kept_amount", OrderRow::getKeptAmount, OrderRow.Builder::setKeptAmount)
          .jsonOrNull("history", OrderRow::getHistoryJson, OrderRow.Builder::setHistoryJson);

  private static final String NEW_ROW = " AS n ON DUPLICATE KEY UPDATE ";
  private static final String NEWER =
      NEW_ROW
          + TABLE.assign(ifVersion(">"), "order_id", "slot", "tenant", "customer_id", "created_at");
  private static final String NOT_OLDER = NEW_ROW + TABLE.assign(ifVersion(">="), "order_id");

  private OrdersTable() {}

  /** Inserts rows; one that exists changes to a higher version only, and keeps its identity. */
  public static String upsert(int rows) {
    return TABLE.insert(rows) + NEWER;
  }

  /** Inserts a row; one that exists is replaced as a whole unless its version is higher. */
  public static String repair() {
    return TABLE.insert(1) + NOT_OLDER;
  }

  /** The row as of an event. */
  public static OrderRow row(OrderEvent event) {
    Order order = event.getOrder();
    OrderRow.Builder row =
        OrderRow.newBuilder()
            .setOrderId(event.getOrderId())
            .setSlot(RoutedId.parse(event.getOrderId()).slot())
            .setTenant(order.getTenant())
            .setCustomerId(order.getCustomerId())
            .setStatus(event.getStatus().name())
            .setVersion(event.getVersion())
            .setCurrency(order.getCurrency())
            .setTotalAmount(order.getTotalAmount())
            .setLineCount(order.getLinesCount())
            .setLinesJson(OrderRowJson.lines(order.getLinesList()))
            .setAttributesJson(OrderRowJson.attributes(order.getAttributesMap()))
            // Older events name them only in their change.
            .setReasonsJson(
                OrderRowJson.reasons(
                    event.getRefusalsCount() > 0
                        ? event.getRefusalsList()
                        : event.getRejected().getRefusalsList()))
            .setPlacedAt(millis(order.getPlacedAt()))
            .setCreatedAt(millis(order.getAcceptedAt()))
            .setUpdatedAt(millis(event.getOccurredAt()))
            .setKeptAmount(event.getKeptAmount())
            .setHistoryJson(OrderRowJson.history(event.getHistoryList()));
    if (event.hasHoldUntil()) {
      row.setHoldUntil(millis(event.getHoldUntil()));
    }
    return row.build();
  }

  private static UnaryOperator<String> ifVersion(String operator) {
    return column ->
        "IF(n.version " + operator + " orders.version, n." + column + ", orders." + column + ")";
  }

  /** Of the precision that columns have. */
  private static Timestamp millis(Timestamp time) {
    return Times.timestamp(Times.instant(time).truncatedTo(ChronoUnit.MILLIS));
  }
}
