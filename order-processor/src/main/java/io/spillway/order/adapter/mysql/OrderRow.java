package io.spillway.order.adapter.mysql;

import com.google.protobuf.Timestamp;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.RoutedId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event as the columns of its row.
 *
 * @param bytes about how much of a statement it takes
 */
record OrderRow(
    RoutedId id,
    OrderEvent event,
    String lines,
    String attributes,
    @Nullable String reasons,
    int bytes) {
  private static final int FIXED_BYTES = 400;

  static OrderRow of(OrderEvent event) {
    Order order = event.getOrder();
    String lines = OrderJson.lines(order.getLinesList());
    String attributes = OrderJson.attributes(order.getAttributesMap());
    String reasons =
        event.hasRejected() ? OrderJson.reasons(event.getRejected().getRefusalsList()) : null;
    int chars = lines.length() + attributes.length() + (reasons == null ? 0 : reasons.length());
    // Up to three bytes a character, and quotes may be escaped.
    return new OrderRow(
        RoutedId.parse(event.getOrderId()),
        event,
        lines,
        attributes,
        reasons,
        FIXED_BYTES + 3 * chars);
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
    if (reasons == null) {
      statement.setNull(i++, Types.VARCHAR);
    } else {
      statement.setString(i++, reasons);
    }
    statement.setObject(i++, utc(order.getPlacedAt()));
    statement.setObject(i++, utc(order.getAcceptedAt()));
    statement.setObject(i++, utc(event.getOccurredAt()));
    statement.setLong(i++, event.getVersion());
    return i;
  }

  private static LocalDateTime utc(Timestamp timestamp) {
    return LocalDateTime.ofInstant(Times.instant(timestamp), ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.MILLIS);
  }
}
