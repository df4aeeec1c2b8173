package io.spillway.schemas.tables;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.orders.v1.OrderRejected;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.RefusalReason;
import io.spillway.schemas.orders.v1.StatusChange;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.OrderRowJson.Change;
import io.spillway.schemas.tables.OrderRowJson.Line;
import io.spillway.schemas.tables.OrderRowJson.Refusal;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrdersTableTest {
  private static final Instant AT = Instant.parse("2026-11-20T12:34:56.789Z");
  private static final String ODD = "quote \" back\\slash <'single'> snow ☃ grin 😀 tab\t";
  private static final RoutedId ID = RoutedId.ofOrder("shop", "c-1", "key");

  private static final List<FieldDescriptor> FIELDS = OrderRow.getDescriptor().getFields();

  private static final LineRefusal REFUSAL =
      LineRefusal.newBuilder()
          .setLine(1)
          .setSku(ODD)
          .setReason(RefusalReason.SOLD_OUT)
          .setRequested(7)
          .setAvailable(2)
          .build();
  private static final OrderEvent EVENT =
      OrderEvent.newBuilder()
          .setOrderId(ID.toString())
          .setVersion(2)
          .setStatus(OrderStatus.RESERVED)
          .setOccurredAt(Times.timestamp(AT.plusSeconds(1)))
          .setHoldUntil(Times.timestamp(AT.plusSeconds(900)))
          .setKeptAmount(510)
          .addRefusals(REFUSAL)
          .setOrder(
              Order.newBuilder()
                  .setOrderId(ID.toString())
                  .setTenant("shop")
                  .setCustomerId("c-1")
                  .setCurrency("GBP")
                  .setTotalAmount(9_000_000_000L)
                  .addLines(line("MUG", 2, 255))
                  .addLines(line(ODD, 7, 3_000_000_000L))
                  .putAttributes("note", ODD)
                  .putAttributes("empty", "")
                  .setPlacedAt(Times.timestamp(AT.minusSeconds(1).plusNanos(987_654)))
                  .setAcceptedAt(Times.timestamp(AT)))
          .addHistory(
              StatusChange.newBuilder()
                  .setVersion(1)
                  .setStatus(OrderStatus.RESERVING)
                  .setAt(Times.timestamp(AT)))
          .addHistory(
              StatusChange.newBuilder()
                  .setVersion(2)
                  .setStatus(OrderStatus.RESERVED)
                  .setAt(Times.timestamp(AT.plusSeconds(1)))
                  .setReason(ODD))
          .build();

  @Test
  void aRowThatIsWrittenIsReadAgain() throws Exception {
    for (OrderEvent event :
        List.of(EVENT, EVENT.toBuilder().clearRefusals().clearHistory().clearHoldUntil().build())) {
      OrderRow row = OrdersTable.row(event);

      OrderRow read = throughTheTable(OrdersTable.TABLE, row);

      assertThat(read).isEqualTo(row);
      assertThat(ContentHash.of(read)).isEqualTo(ContentHash.of(row));
    }
    StockRow stock =
        StockRow.newBuilder()
            .setTenant("shop")
            .setSku("MUG")
            .setVersion(7)
            .setUpdatedAt(Times.timestamp(AT))
            .build();
    for (StockRow row : List.of(stock, stock.toBuilder().setLowStockAt(0).build())) {
      assertThat(throughTheTable(StockTable.TABLE, row)).isEqualTo(row);
    }
  }

  @Test
  void anEventThatTellsAllMakesARowWithEveryField() {
    assertThat(OrdersTable.row(EVENT).getAllFields().keySet()).containsExactlyElementsOf(FIELDS);
  }

  @Test
  void theJsonColumnsTellWhatTheEventTells() {
    OrderRow row = OrdersTable.row(EVENT);

    assertThat(OrderRowJson.readLines(row.getLinesJson()))
        .containsExactly(new Line("MUG", 2, 255), new Line(ODD, 7, 3_000_000_000L));
    assertThat(OrderRowJson.readAttributes(row.getAttributesJson()))
        .isEqualTo(EVENT.getOrder().getAttributesMap());
    assertThat(OrderRowJson.readReasons(row.getReasonsJson()))
        .containsExactly(new Refusal(1, ODD, "SOLD_OUT", 7, 2));
    assertThat(OrderRowJson.readHistory(row.getHistoryJson()))
        .containsExactly(
            new Change(1, "RESERVING", AT, ""), new Change(2, "RESERVED", AT.plusSeconds(1), ODD));
  }

  @Test
  void anOlderEventsRefusalsAreInItsChange() {
    OrderEvent older =
        EVENT.toBuilder()
            .clearRefusals()
            .setRejected(OrderRejected.newBuilder().addRefusals(REFUSAL))
            .build();

    assertThat(OrdersTable.row(older)).isEqualTo(OrdersTable.row(EVENT));
  }

  @Test
  void timesHaveThePrecisionOfTheColumns() {
    Timestamp placed = OrdersTable.row(EVENT).getPlacedAt();

    assertThat(Times.instant(placed)).isEqualTo(AT.minusSeconds(1));
  }

  @Test
  void theVersionIsAssignedLastForItIsTheGuard() {
    assertThat(OrdersTable.upsert(2))
        .contains("VALUES (?" + ", ?".repeat(FIELDS.size() - 1) + "), (?,")
        .contains(", `lines` = IF(n.version > orders.version, n.`lines`, orders.`lines`), ")
        .endsWith(", version = IF(n.version > orders.version, n.version, orders.version)")
        .doesNotContain("created_at = ");
    assertThat(OrdersTable.repair())
        .contains("created_at = IF(n.version >= orders.version, n.created_at, orders.created_at)")
        .endsWith(", version = IF(n.version >= orders.version, n.version, orders.version)");
  }

  @Test
  void anAddedColumnLeavesTheHashesOfRowsWithoutItAsTheyWere() throws Exception {
    Table<StockRow, StockRow.Builder> before =
        Table.<StockRow, StockRow.Builder>named(
                "stock", StockRow::newBuilder, StockRow.Builder::build)
            .column("tenant", ColumnType.TEXT, StockRow::getTenant, StockRow.Builder::setTenant);
    Table<StockRow, StockRow.Builder> after =
        before
            .column("sku", ColumnType.TEXT, StockRow::getSku, StockRow.Builder::setSku)
            .added(row -> !row.getSku().isEmpty());
    StockRow without = StockRow.newBuilder().setTenant("shop").build();
    StockRow with = without.toBuilder().setSku("MUG").build();

    assertThat(after.contentHash(without)).isEqualTo(before.contentHash(without));
    assertThat(after.contentHash(with)).isNotEqualTo(before.contentHash(with));
    assertThat(throughTheTable(after, without)).isEqualTo(without);
    assertThat(throughTheTable(after, with)).isEqualTo(with);
  }

  @Test
  void aListIsReadWithoutWhatCanBeLarge() {
    assertThat(OrdersTable.TABLE.withoutJson().columns().split(", "))
        .containsExactlyInAnyOrderElementsOf(
            FIELDS.stream()
                .map(FieldDescriptor::getName)
                .filter(field -> !field.endsWith("_json"))
                .toList());
  }

  private static OrderLine line(String sku, int quantity, long unitAmount) {
    return OrderLine.newBuilder()
        .setSku(sku)
        .setQuantity(quantity)
        .setUnitAmount(unitAmount)
        .build();
  }

  /** Binds a row, and reads it from what was bound. */
  private static <R, B> R throughTheTable(Table<R, B> table, R row) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    PreparedStatement statement =
        fake(
            PreparedStatement.class,
            (method, arguments) -> {
              assertThat(method).startsWith("set");
              assertThat(arguments[0]).isEqualTo(values.size() + 1);
              return values.add(arguments[1]);
            });
    int next = table.bind(statement, 1, row);
    List<String> names = List.of(table.columns().replace("`", "").split(", "));
    assertThat(values).hasSize(next - 1).hasSameSizeAs(names);
    return table.read(
        fake(
            ResultSet.class,
            (method, arguments) -> {
              Object value = values.get(names.indexOf(arguments[0]));
              // As the driver does, in the connection's zone.
              return method.equals("getTimestamp") && value instanceof LocalDateTime time
                  ? java.sql.Timestamp.from(time.toInstant(ZoneOffset.UTC))
                  : value;
            }));
  }

  private interface Call {
    @Nullable Object of(String method, Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              Object result = call.of(method.getName(), arguments);
              return method.getReturnType() == void.class ? null : result;
            }));
  }
}
