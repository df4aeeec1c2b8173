package io.spillway.verify.adapter.mysql;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Timestamp;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.sql.UtcTime;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.stack.core.Backends;
import io.spillway.stack.port.UnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes order rows from events, as the order store does. A row of the same version is replaced,
 * for it differs; one of a higher version stays.
 */
public final class RowWriter {
  private static final JsonMapper JSON = new JsonMapper();

  /** MySQL assigns from left to right, so the version that guards the others comes last. */
  private static final List<String> COLUMNS =
      Arrays.stream(
              ("order_id slot tenant customer_id status currency total_amount line_count `lines`"
                      + " attributes reasons hold_until placed_at created_at updated_at kept_amount"
                      + " history version")
                  .split(" ", -1))
          .toList();

  private static final String UPSERT =
      "INSERT INTO orders ("
          + String.join(", ", COLUMNS)
          + ") VALUES ("
          + COLUMNS.stream().map(_ -> "?").collect(Collectors.joining(", "))
          + ") AS n ON DUPLICATE KEY UPDATE "
          + COLUMNS.stream()
              .skip(1)
              .map(c -> c + " = IF(n.version >= orders.version, n." + c + ", orders." + c + ")")
              .collect(Collectors.joining(", "));

  private final Backends backends;

  public RowWriter(Backends backends) {
    this.backends = backends;
  }

  /** Writes one row for each event. */
  public void write(List<OrderEvent> events) throws UnavailableException {
    for (OrderEvent event : events) {
      RoutedId id = RoutedId.parse(event.getOrderId());
      Backends.Shard shard =
          backends.shards().get(SlotMap.shard(id.slot(), backends.shards().size()));
      try (Connection connection = connect(shard);
          PreparedStatement statement = connection.prepareStatement(UPSERT)) {
        List<@Nullable Object> values = values(id, event);
        for (int i = 0; i < values.size(); i++) {
          statement.setObject(i + 1, values.get(i));
        }
        statement.executeUpdate();
      } catch (SQLException e) {
        throw new UnavailableException(
            "shard " + shard.number() + " does not respond (" + e.getMessage() + ")", e);
      }
    }
  }

  private static List<@Nullable Object> values(RoutedId id, OrderEvent event) {
    Order order = event.getOrder();
    List<@Nullable Object> values = new ArrayList<>();
    values.add(id.toBytes());
    values.add(id.slot());
    values.add(order.getTenant());
    values.add(order.getCustomerId());
    values.add(event.getStatus().name());
    values.add(order.getCurrency());
    values.add(order.getTotalAmount());
    values.add(order.getLinesCount());
    values.add(lines(order));
    values.add(attributes(order));
    values.add(event.getRefusalsCount() == 0 ? null : reasons(event));
    values.add(event.hasHoldUntil() ? utc(event.getHoldUntil()) : null);
    values.add(utc(order.getPlacedAt()));
    values.add(utc(order.getAcceptedAt()));
    values.add(utc(event.getOccurredAt()));
    values.add(event.getKeptAmount());
    values.add(event.getHistoryCount() == 0 ? null : history(event));
    values.add(event.getVersion());
    return values;
  }

  private static String lines(Order order) {
    ArrayNode json = JSON.createArrayNode();
    order
        .getLinesList()
        .forEach(
            line ->
                json.addObject()
                    .put("sku", line.getSku())
                    .put("quantity", line.getQuantity())
                    .put("unitAmount", line.getUnitAmount()));
    return json.toString();
  }

  private static String attributes(Order order) {
    ObjectNode json = JSON.createObjectNode();
    new TreeMap<>(order.getAttributesMap()).forEach(json::put);
    return json.toString();
  }

  private static String reasons(OrderEvent event) {
    ArrayNode json = JSON.createArrayNode();
    event
        .getRefusalsList()
        .forEach(
            refusal ->
                json.addObject()
                    .put("line", refusal.getLine())
                    .put("sku", refusal.getSku())
                    .put("reason", refusal.getReason().name())
                    .put("requested", refusal.getRequested())
                    .put("available", refusal.getAvailable()));
    return json.toString();
  }

  private static String history(OrderEvent event) {
    ArrayNode json = JSON.createArrayNode();
    event
        .getHistoryList()
        .forEach(
            change ->
                json.addObject()
                    .put("version", change.getVersion())
                    .put("status", change.getStatus().name())
                    .put("at", Times.instant(change.getAt()).toString())
                    .put("reason", change.getReason()));
    return json.toString();
  }

  private static LocalDateTime utc(Timestamp timestamp) {
    return UtcTime.of(Times.instant(timestamp));
  }

  private Connection connect(Backends.Shard shard) throws SQLException {
    String url = new ShardAddress(shard.host(), shard.port(), shard.schema()).jdbcUrl();
    return DriverManager.getConnection(url, backends.user(), backends.password());
  }
}
