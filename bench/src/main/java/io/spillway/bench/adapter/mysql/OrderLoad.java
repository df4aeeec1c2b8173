package io.spillway.bench.adapter.mysql;

import com.google.protobuf.Timestamp;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderConfirmed;
import io.spillway.schemas.orders.v1.OrderCreated;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Orders of two lines for one shard, in key order. Immutable. */
record OrderLoad(List<RoutedId> ids) {
  private static final Timestamp AT = Timestamp.newBuilder().setSeconds(1_800_000_000).build();
  private static final LocalDateTime TIME = LocalDateTime.of(2027, 1, 15, 8, 0);
  private static final String LINES =
      "[{\"sku\":\"SKU-000123\",\"quantity\":2,\"unitAmount\":1999},"
          + "{\"sku\":\"SKU-004711\",\"quantity\":1,\"unitAmount\":499}]";
  private static final String ATTRIBUTES = "{\"channel\":\"web\",\"country\":\"DE\"}";
  private static final String BEFORE =
      "INSERT INTO orders (order_id, slot, tenant, customer_id, status, currency, total_amount,"
          + " line_count, `lines`, attributes, reasons, placed_at, created_at, updated_at, version)"
          + " VALUES ";
  private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String AFTER =
      " AS n ON DUPLICATE KEY UPDATE status = IF(n.version > orders.version, n.status,"
          + " orders.status), reasons = IF(n.version > orders.version, n.reasons, orders.reasons),"
          + " updated_at = IF(n.version > orders.version, n.updated_at, orders.updated_at),"
          + " version = IF(n.version > orders.version, n.version, orders.version)";

  static OrderLoad of(int orders, int shard, int shards, SplittableRandom random) {
    List<RoutedId> ids = new ArrayList<>(orders);
    int slots = SlotMap.SLOTS / shards;
    for (int i = 0; i < orders; i++) {
      long slot = (long) shard * slots + random.nextInt(slots);
      UUID any = ReserveLoad.id(random).uuid();
      long most = (slot << 52) | (any.getMostSignificantBits() & 0x000F_FFFF_FFFF_FFFFL);
      ids.add(new RoutedId(new UUID(most, any.getLeastSignificantBits())));
    }
    ids.sort((a, b) -> java.util.Arrays.compareUnsigned(a.toBytes(), b.toBytes()));
    return new OrderLoad(ids);
  }

  List<OrderEvent> events(long version) {
    return ids.stream().map(id -> event(id, version)).toList();
  }

  /** Writes the rows themselves, so many a statement; the JSON columns are ready. */
  void upsert(Connection connection, long version, int rowsAStatement) throws SQLException {
    String sql = BEFORE + ROW + (", " + ROW).repeat(rowsAStatement - 1) + AFTER;
    for (int from = 0; from < ids.size(); from += rowsAStatement) {
      try (PreparedStatement upsert = connection.prepareStatement(sql)) {
        int next = 1;
        for (RoutedId id : ids.subList(from, from + rowsAStatement)) {
          next = bind(upsert, next, id, version);
        }
        upsert.executeUpdate();
      }
    }
  }

  private static int bind(PreparedStatement upsert, int first, RoutedId id, long version)
      throws SQLException {
    int i = first;
    upsert.setBytes(i++, id.toBytes());
    upsert.setInt(i++, id.slot());
    upsert.setString(i++, "default");
    upsert.setString(i++, "customer-4711");
    upsert.setString(i++, version == 1 ? "RESERVING" : "CONFIRMED");
    upsert.setString(i++, "EUR");
    upsert.setLong(i++, 4_497);
    upsert.setInt(i++, 2);
    upsert.setString(i++, LINES);
    upsert.setString(i++, ATTRIBUTES);
    upsert.setNull(i++, Types.VARCHAR);
    upsert.setObject(i++, TIME);
    upsert.setObject(i++, TIME);
    upsert.setObject(i++, TIME);
    upsert.setLong(i++, version);
    return i;
  }

  private static OrderEvent event(RoutedId id, long version) {
    OrderEvent.Builder event =
        OrderEvent.newBuilder()
            .setOrderId(id.toString())
            .setVersion(version)
            .setOccurredAt(AT)
            .setOrder(
                Order.newBuilder()
                    .setOrderId(id.toString())
                    .setTenant("default")
                    .setCustomerId("customer-4711")
                    .setCurrency("EUR")
                    .addLines(line("SKU-000123", 2, 1_999))
                    .addLines(line("SKU-004711", 1, 499))
                    .putAttributes("channel", "web")
                    .putAttributes("country", "DE")
                    .setPlacedAt(AT)
                    .setAcceptedAt(AT)
                    .setTotalAmount(4_497));
    return version == 1
        ? event
            .setStatus(OrderStatus.RESERVING)
            .setCreated(OrderCreated.getDefaultInstance())
            .build()
        : event
            .setStatus(OrderStatus.CONFIRMED)
            .setConfirmed(OrderConfirmed.getDefaultInstance())
            .build();
  }

  private static OrderLine line(String sku, int quantity, long unitAmount) {
    return OrderLine.newBuilder()
        .setSku(sku)
        .setQuantity(quantity)
        .setUnitAmount(unitAmount)
        .build();
  }
}
