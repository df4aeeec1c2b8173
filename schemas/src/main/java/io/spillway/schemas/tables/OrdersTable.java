package io.spillway.schemas.tables;

import static io.spillway.schemas.tables.ColumnType.COUNT;
import static io.spillway.schemas.tables.ColumnType.ID;
import static io.spillway.schemas.tables.ColumnType.JSON;
import static io.spillway.schemas.tables.ColumnType.NUMBER;
import static io.spillway.schemas.tables.ColumnType.TEXT;
import static io.spillway.schemas.tables.ColumnType.TIME;

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
          .column("order_id", ID, OrderRow::getOrderId, OrderRow.Builder::setOrderId)
          .column("slot", COUNT, OrderRow::getSlot, OrderRow.Builder::setSlot)
          .column("tenant", TEXT, OrderRow::getTenant, OrderRow.Builder::setTenant)
          .column("customer_id", TEXT, OrderRow::getCustomerId, OrderRow.Builder::setCustomerId)
          .column("status", TEXT, OrderRow::getStatus, OrderRow.Builder::setStatus)
          .column("version", NUMBER, OrderRow::getVersion, OrderRow.Builder::setVersion)
          .column("currency", TEXT, OrderRow::getCurrency, OrderRow.Builder::setCurrency)
          .column(
              "total_amount", NUMBER, OrderRow::getTotalAmount, OrderRow.Builder::setTotalAmount)
          .column("line_count", COUNT, OrderRow::getLineCount, OrderRow.Builder::setLineCount)
          .column("lines", JSON, OrderRow::getLinesJson, OrderRow.Builder::setLinesJson)
          .column(
              "attributes", JSON, OrderRow::getAttributesJson, OrderRow.Builder::setAttributesJson)
          .columnOrNull("reasons", JSON, OrderRow::getReasonsJson, OrderRow.Builder::setReasonsJson)
          .column("hold_until", TIME, OrderRow::getHoldUntil, OrderRow.Builder::setHoldUntil)
          .orNull(OrderRow::hasHoldUntil)
          .column("placed_at", TIME, OrderRow::getPlacedAt, OrderRow.Builder::setPlacedAt)
          .column("created_at", TIME, OrderRow::getCreatedAt, OrderRow.Builder::setCreatedAt)
          .column("updated_at", TIME, OrderRow::getUpdatedAt, OrderRow.Builder::setUpdatedAt)
          .column("kept_amount", NUMBER, OrderRow::getKeptAmount, OrderRow.Builder::setKeptAmount)
          .orDefault()
          .columnOrNull(
              "history", JSON, OrderRow::getHistoryJson, OrderRow.Builder::setHistoryJson);

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
