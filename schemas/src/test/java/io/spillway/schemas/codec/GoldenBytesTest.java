package io.spillway.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import io.spillway.schemas.cdc.v1.ProductRow;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.RowSource;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.ReservationLine;
import io.spillway.schemas.inventory.v1.ReserveLines;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderLine;
import io.spillway.schemas.orders.v1.OrderRejected;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.RefusalReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Records written by an earlier version must read the same for ever: bytes and JSON form. */
class GoldenBytesTest {
  private static final Timestamp NOON = Timestamp.newBuilder().setSeconds(1_291_204_800).build();

  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of("order-event", rejected()),
        Arguments.of("reserve-lines", reserve()),
        Arguments.of("stock-row", stockRow()),
        Arguments.of("product-row", productRow()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void bytesAndJsonStayAsTheyWere(String name, Message message) throws IOException {
    assertThat(HexFormat.of().formatHex(message.toByteArray())).isEqualTo(golden(name + ".hex"));
    assertThat(JsonFormat.printer().omittingInsignificantWhitespace().print(message))
        .isEqualTo(golden(name + ".json"));
    byte[] bytes = HexFormat.of().parseHex(golden(name + ".hex"));
    assertThat(ProtoSerde.of(message).parse(bytes)).isEqualTo(message);
  }

  @Test
  void bytesThatAreNoMessageArePoison() {
    Assertions.assertThatThrownBy(
            () -> ProtoSerde.of(OrderEvent.getDefaultInstance()).parse(new byte[] {1, 2, 3}))
        .isInstanceOf(SerializationException.class);
  }

  private static OrderEvent rejected() {
    Order order =
        Order.newBuilder()
            .setOrderId("d3a12bb4-d01d-80ba-86fe-6f2bb8d7ffeb")
            .setTenant("default")
            .setCustomerId("17850")
            .setCurrency("GBP")
            .addLines(OrderLine.newBuilder().setSku("85123A").setQuantity(6).setUnitAmount(255))
            .putAttributes("country", "United Kingdom")
            .setPlacedAt(NOON)
            .setAcceptedAt(NOON)
            .setTotalAmount(1_530)
            .build();
    LineRefusal refusal =
        LineRefusal.newBuilder()
            .setLine(0)
            .setSku("85123A")
            .setReason(RefusalReason.SOLD_OUT)
            .setRequested(6)
            .setAvailable(2)
            .build();
    return OrderEvent.newBuilder()
        .setOrderId(order.getOrderId())
        .setVersion(2)
        .setStatus(OrderStatus.REJECTED)
        .setOccurredAt(NOON)
        .setOrder(order)
        .setRejected(OrderRejected.newBuilder().addRefusals(refusal))
        .build();
  }

  private static InventoryCommand reserve() {
    return InventoryCommand.newBuilder()
        .setIssuedAt(NOON)
        .setReserve(
            ReserveLines.newBuilder()
                .setOrderId("d3a12bb4-d01d-80ba-86fe-6f2bb8d7ffeb")
                .setTenant("default")
                .setGroup(5)
                .addLines(ReservationLine.newBuilder().setLine(1).setSku("71053").setQuantity(6)))
        .build();
  }

  private static RowChange stockRow() {
    return RowChange.newBuilder()
        .setSource(
            RowSource.newBuilder()
                .setServer("mysql-0")
                .setSchema("spillway_1")
                .setFile("binlog.000002")
                .setPosition(157)
                .setCommittedAt(NOON))
        .setStock(
            StockRow.newBuilder()
                .setTenant("default")
                .setSku("85123A")
                .setSlot(1310)
                .setAvailable(2)
                .setReserved(4)
                .setVersion(3)
                .setUpdatedAt(NOON))
        .build();
  }

  private static RowChange productRow() {
    return RowChange.newBuilder()
        .setProduct(
            ProductRow.newBuilder()
                .setTenant("default")
                .setSku("85123A")
                .setSlot(1310)
                .setName("White hanging heart T-light holder")
                .setCategory("Candles")
                .setAttributesJson("{\"colour\":\"white\"}")
                .setVersion(3)
                .setCreatedAt(NOON)
                .setUpdatedAt(NOON))
        .build();
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = GoldenBytesTest.class.getResourceAsStream("/golden/" + name)) {
      assertThat(in).as("/golden/" + name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
