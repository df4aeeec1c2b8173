package io.spillway.cdc.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.ProductRow;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.StockMovementRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.Source;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowMappingTest {
  private final RowMapping mapping = new RowMapping(Partitioning.DEFAULT);

  @ParameterizedTest
  @EnumSource(names = {"READ", "CREATE", "UPDATE"})
  void orderIsPublishedWhole(RowOperation operation) throws Exception {
    RowToPublish record = mapping.map(Rows.change("orders", operation, Rows.order()));

    assertThat(record.table()).isEqualTo(CapturedTable.ORDERS);
    assertThat(record.key()).isEqualTo(Rows.ORDER.toString());
    assertThat(record.partition()).isEqualTo(SlotMap.partition(Rows.ORDER.slot(), 16));
    assertThat(record.event().id()).isEqualTo(Rows.ORDER + "-2");
    assertThat(record.event().source()).isEqualTo(Source.CDC_CONNECTOR);
    assertThat(record.event().type()).isEqualTo("io.spillway.cdc.v1.OrderRow");
    assertThat(value(record).getOrder())
        .isEqualTo(
            OrderRow.newBuilder()
                .setOrderId(Rows.ORDER.toString())
                .setSlot(Rows.ORDER.slot())
                .setTenant("default")
                .setCustomerId("customer-1")
                .setStatus("CONFIRMED")
                .setVersion(2)
                .setCurrency("GBP")
                .setTotalAmount(9_000_000_000L)
                .setLineCount(1)
                .setLinesJson("[{\"sku\":\"A B\",\"quantity\":2,\"unitAmount\":50}]")
                .setAttributesJson("{}")
                .setPlacedAt(Times.timestamp(Rows.PLACED))
                .setCreatedAt(Times.timestamp(Rows.PLACED.plusMillis(1)))
                .setUpdatedAt(Times.timestamp(Rows.PLACED.plusMillis(2)))
                .setKeptAmount(9_000_000_000L)
                .setHistoryJson("[{\"version\":1,\"status\":\"RESERVING\"}]")
                .build());
  }

  @ParameterizedTest
  @EnumSource(names = {"READ", "CREATE", "UPDATE"})
  void stockIsPublishedWhole(RowOperation operation) throws Exception {
    RowToPublish record = mapping.map(Rows.change("stock", operation, Rows.stock()));

    assertThat(record.key()).isEqualTo("default/85123A");
    assertThat(record.partition()).isEqualTo(7);
    assertThat(record.event().id()).isEqualTo("default/85123A-5");
    assertThat(value(record).getStock())
        .isEqualTo(
            StockRow.newBuilder()
                .setTenant("default")
                .setSku("85123A")
                .setSlot(4095)
                .setAvailable(10)
                .setReserved(4)
                .setVersion(5)
                .setUpdatedAt(Times.timestamp(Rows.PLACED))
                .setLowStockAt(12)
                .build());
  }

  @ParameterizedTest
  @EnumSource(names = {"READ", "CREATE", "UPDATE"})
  void movementIsPublishedWhole(RowOperation operation) throws Exception {
    RowToPublish record = mapping.map(Rows.change("stock_movement", operation, Rows.movement()));

    assertThat(record.key()).isEqualTo(Rows.ORDER + "/0/1");
    assertThat(record.partition()).isEqualTo(4);
    assertThat(record.event().id()).isEqualTo(Rows.ORDER + "/0/1");
    assertThat(value(record).getMovement())
        .isEqualTo(
            StockMovementRow.newBuilder()
                .setRef(Rows.ORDER.toString())
                .setKind(1)
                .setSlot(2048)
                .setTenant("default")
                .setSku("85123A")
                .setQuantity(2)
                .setAvailableAfter(8)
                .setReservedAfter(6)
                .setAt(Times.timestamp(Rows.PLACED))
                .build());
  }

  @ParameterizedTest
  @EnumSource(names = {"READ", "CREATE", "UPDATE"})
  void productIsPublishedWhole(RowOperation operation) throws Exception {
    RowToPublish record = mapping.map(Rows.change("products", operation, Rows.product()));

    assertThat(record.key()).isEqualTo("default/85123A");
    assertThat(record.partition()).isEqualTo(7);
    assertThat(record.event().id()).isEqualTo("default/85123A-3");
    assertThat(record.event().type()).isEqualTo("io.spillway.cdc.v1.ProductRow");
    assertThat(value(record).getProduct())
        .isEqualTo(
            ProductRow.newBuilder()
                .setTenant("default")
                .setSku("85123A")
                .setSlot(4095)
                .setName("Mug")
                .setCategory("Kitchen")
                .setAttributesJson("{\"colour\":\"red\"}")
                .setVersion(3)
                .setCreatedAt(Times.timestamp(Rows.PLACED))
                .setUpdatedAt(Times.timestamp(Rows.PLACED.plusMillis(1)))
                .build());
  }

  @Test
  void aProductWithoutCategoryIsPublished() throws Exception {
    Map<String, @Nullable Object> product = Rows.product();
    product.put("category", null);

    RowToPublish record = mapping.map(Rows.change("products", RowOperation.CREATE, product));

    assertThat(value(record).getProduct().getCategory()).isEmpty();
  }

  @Test
  void deletedRowsAreTombstonesOnTheirOldPartition() throws Exception {
    Map<String, Map<String, @Nullable Object>> rows =
        Map.of(
            "orders", Rows.order(),
            "stock", Rows.stock(),
            "stock_movement", Rows.movement(),
            "products", Rows.product());
    for (var row : rows.entrySet()) {
      RowToPublish created =
          mapping.map(Rows.change(row.getKey(), RowOperation.CREATE, row.getValue()));
      RowToPublish deleted =
          mapping.map(Rows.change(row.getKey(), RowOperation.DELETE, row.getValue()));

      assertThat(deleted.value()).isNull();
      assertThat(deleted.key()).isEqualTo(created.key());
      assertThat(deleted.partition()).isEqualTo(created.partition());
      assertThat(deleted.event().type()).endsWith("RowDeleted");
      assertThat(deleted.event().id()).endsWith("-deleted-uuid:7:1234:3");
    }
  }

  @Test
  void originIsTold() throws Exception {
    RowToPublish record = mapping.map(Rows.change("stock", RowOperation.UPDATE, Rows.stock()));

    var source = value(record).getSource();
    assertThat(source.getServer()).isEqualTo("mysql-0");
    assertThat(source.getSchema()).isEqualTo("spillway_0");
    assertThat(source.getGtid()).isEqualTo("uuid:7");
    assertThat(source.getFile()).isEqualTo("binlog.000002");
    assertThat(source.getPosition()).isEqualTo(1234);
    assertThat(Times.instant(source.getCommittedAt())).isEqualTo(Rows.PLACED.plusSeconds(1));
    assertThat(source.getSnapshot()).isFalse();
    assertThat(record.event().time()).isEqualTo(Rows.PLACED.plusSeconds(1));
  }

  @Test
  void binlogsLeaveAnIdsTrailingZeroBytesOut() throws Exception {
    UUID uuid = UUID.fromString("00100000-0000-8000-8000-000000000000");
    byte[] bytes = new RoutedId(uuid).toBytes();
    Map<String, @Nullable Object> row = Rows.order();
    row.put("order_id", Arrays.copyOf(bytes, 9));

    RowToPublish record = mapping.map(Rows.change("orders", RowOperation.CREATE, row));

    assertThat(record.key()).isEqualTo(uuid.toString());
  }

  @Test
  void optionalColumnsAreCarried() throws Exception {
    Map<String, @Nullable Object> order = Rows.order();
    order.put("hold_until", Rows.PLACED.plusSeconds(60).toEpochMilli());
    order.put("reasons", "[{\"sku\": \"a \\\" b\"}]");
    Map<String, @Nullable Object> movement = Rows.movement();
    movement.put("reference", "delivery 7");

    OrderRow mapped =
        value(mapping.map(Rows.change("orders", RowOperation.UPDATE, order))).getOrder();

    assertThat(Times.instant(mapped.getHoldUntil())).isEqualTo(Rows.PLACED.plusSeconds(60));
    assertThat(mapped.getReasonsJson()).isEqualTo("[{\"sku\":\"a \\\" b\"}]");
    assertThat(
            value(mapping.map(Rows.change("stock_movement", RowOperation.CREATE, movement)))
                .getMovement()
                .getReference())
        .isEqualTo("delivery 7");
  }

  @Test
  void rowsOlderThanAColumnAreWhole() throws Exception {
    Map<String, @Nullable Object> order = Rows.order();
    order.remove("kept_amount");
    order.remove("history");
    Map<String, @Nullable Object> stock = Rows.stock();
    stock.remove("low_stock_at");

    OrderRow mapped =
        value(mapping.map(Rows.change("orders", RowOperation.CREATE, order))).getOrder();

    assertThat(mapped.getKeptAmount()).isZero();
    assertThat(mapped.getHistoryJson()).isEmpty();
    assertThat(mapped.getStatus()).isEqualTo("CONFIRMED");
    assertThat(
            value(mapping.map(Rows.change("stock", RowOperation.CREATE, stock)))
                .getStock()
                .hasLowStockAt())
        .isFalse();
  }

  @Test
  void thresholdOfZeroIsOne() throws Exception {
    Map<String, @Nullable Object> stock = Rows.stock();
    stock.put("low_stock_at", 0);

    StockRow mapped =
        value(mapping.map(Rows.change("stock", RowOperation.UPDATE, stock))).getStock();

    assertThat(mapped.hasLowStockAt()).isTrue();
    assertThat(mapped.getLowStockAt()).isZero();
  }

  @Test
  void columnsNobodyKnowsArePassedOver() throws Exception {
    Map<String, @Nullable Object> row = Rows.order();
    row.put("colour", "red");

    assertThat(mapping.map(Rows.change("orders", RowOperation.CREATE, row)))
        .isEqualTo(mapping.map(Rows.change("orders", RowOperation.CREATE, Rows.order())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order_id",
        "slot",
        "tenant",
        "status",
        "version",
        "lines",
        "attributes",
        "placed_at"
      })
  void missingColumnIsNamed(String column) {
    Map<String, @Nullable Object> row = Rows.order();
    row.remove(column);

    assertThatThrownBy(() -> mapping.map(Rows.change("orders", RowOperation.CREATE, row)))
        .isInstanceOf(UnmappableRowException.class)
        .hasMessage("column " + column + " has no value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slot|4096|column slot: slot 4096 is outside 0..4095",
        "line_count|3000000000|column line_count = 3000000000 is no 32-bit number",
      })
  void numberOutOfRangeIsNamed(String column, long value, String message) {
    Map<String, @Nullable Object> row = Rows.order();
    row.put(column, value);

    assertThatThrownBy(() -> mapping.map(Rows.change("orders", RowOperation.CREATE, row)))
        .isInstanceOf(UnmappableRowException.class)
        .hasMessage(message);
  }

  @Test
  void foreignIdIsRefused() {
    Map<String, @Nullable Object> row = Rows.order();
    row.put("order_id", new byte[16]);

    assertThatThrownBy(() -> mapping.map(Rows.change("orders", RowOperation.CREATE, row)))
        .isInstanceOf(UnmappableRowException.class)
        .hasMessageStartingWith("column order_id: ");
  }

  @Test
  void otherTypeIsNamed() {
    Map<String, @Nullable Object> row = Rows.stock();
    row.put("sku", 7);

    assertThatThrownBy(() -> mapping.map(Rows.change("stock", RowOperation.CREATE, row)))
        .hasMessage("column sku is a Integer, not a String");
  }

  @Test
  void otherTablesAndOperationsAreRefused() {
    assertThatThrownBy(() -> mapping.map(Rows.change("flyway", RowOperation.READ, Rows.stock())))
        .hasMessage("table flyway is not captured");
    assertThatThrownBy(() -> mapping.map(Rows.change("stock", RowOperation.of("t"), Rows.stock())))
        .hasMessage("the operation is not a read, create, update or delete");
  }

  private static RowChange value(RowToPublish record) {
    return Objects.requireNonNull(record.value());
  }
}
