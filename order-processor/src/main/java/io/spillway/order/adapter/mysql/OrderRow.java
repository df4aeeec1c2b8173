package io.spillway.order.adapter.mysql;

import com.google.protobuf.Timestamp;
import io.spillway.runtime.sql.UtcTime;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.RoutedId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as the columns of its row.
 *
 * @param reasons null when the order lacks no line
 * @param history null for an event of a time before there were histories
 * @param bytes about how much of a statement it takes
 */
record OrderRow(
    RoutedId id,
    OrderEvent event,
    String lines,
    String attributes,
    @Nullable String reasons,
    @Nullable String history,
    int bytes) {
  private static final int FIXED_BYTES = 400;

  static OrderRow of(OrderEvent event) {
    Order order = event.getOrder();
    String lines = OrderJson.lines(order.getLinesList());
    String attributes = OrderJson.attributes(order.getAttributesMap());
    List<LineRefusal> refusals = refusals(event);
    String reasons = refusals.isEmpty() ? null : OrderJson.reasons(refusals);
    String history =
        event.getHistoryCount() == 0 ? null : OrderJson.history(event.getHistoryList());
    int chars = lines.length() + attributes.length() + length(reasons) + length(history);
    // Up to three bytes a character, and quotes may be escaped.
    return new OrderRow(
        RoutedId.parse(event.getOrderId()),
        event,
        lines,
        attributes,
        reasons,
        history,
        FIXED_BYTES + 3 * chars);
  }

  /** Older events name them only in their change. */
  private static List<LineRefusal> refusals(OrderEvent event) {
    return event.getRefusalsCount() > 0
        ? event.getRefusalsList()
        : event.getRejected().getRefusalsList();
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /** Sets the columns in {@link UpsertStatement}'s order and answers the next free index. */
  int bind(PreparedStatement statement, int first) throws SQLException {
    Order order = event.getOrder();
    int i = first;
    statement.setBytes(i++, id.toBytes());
    statement.setInt(i++, id.slot());
    statement.setString(i++, order.getTenant());
    statement.setString(i++, order.getCustomerId());
    statement.setString(i++, event.getStatus().name());
    statement.setString(i++, order.getCurrency());
    statement.setLong(i++, order.getTotalAmount());
    statement.setInt(i++, order.getLinesCount());
    statement.setString(i++, lines);
    statement.setString(i++, attributes);
    text(statement, i++, reasons);
    statement.setLong(i++, event.getKeptAmount());
    text(statement, i++, history);
    if (event.hasHoldUntil()) {
      statement.setObject(i++, utc(event.getHoldUntil()));
    } else {
      statement.setNull(i++, Types.TIMESTAMP);
    }
    statement.setObject(i++, utc(order.getPlacedAt()));
    statement.setObject(i++, utc(order.getAcceptedAt()));
    statement.setObject(i++, utc(event.getOccurredAt()));
    statement.setLong(i++, event.getVersion());
    return i;
  }

  private static void text(PreparedStatement statement, int index, @Nullable String text)
      throws SQLException {
    if (text == null) {
      statement.setNull(index, Types.VARCHAR);
    } else {
      statement.setString(index, text);
    }
  }

  private static LocalDateTime utc(Timestamp timestamp) {
    return UtcTime.of(Times.instant(timestamp));
  }
}
