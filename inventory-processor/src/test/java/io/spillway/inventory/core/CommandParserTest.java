package io.spillway.inventory.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.schemas.inventory.v1.AdjustStock;
import io.spillway.schemas.inventory.v1.FulfilLines;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.ReleaseLines;
import io.spillway.schemas.inventory.v1.ReservationLine;
import io.spillway.schemas.inventory.v1.ReserveLines;
import io.spillway.schemas.routing.RoutedId;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CommandParserTest {
  private static final RoutedId ORDER = Ledgers.order(1);
  private static final RoutedId ADJUSTMENT = RoutedId.ofAdjustment("default", "A", "r");

  private static ReservationLine line(int number, String sku, int quantity) {
    return ReservationLine.newBuilder().setLine(number).setSku(sku).setQuantity(quantity).build();
  }

  private static Command reserve(UnaryOperator<ReserveLines.Builder> change) {
    ReserveLines.Builder reserve =
        ReserveLines.newBuilder()
            .setOrderId(ORDER.toString())
            .setTenant("default")
            .setGroup(3)
            .addLines(line(0, "A", 2));
    return CommandParser.parse(
        InventoryCommand.newBuilder().setReserve(change.apply(reserve)).build());
  }

  private static Command adjust(UnaryOperator<AdjustStock.Builder> change) {
    AdjustStock.Builder adjust =
        AdjustStock.newBuilder()
            .setAdjustmentId(ADJUSTMENT.toString())
            .setTenant("default")
            .setSku("A")
            .setDelta(-5)
            .setReference("r");
    return CommandParser.parse(
        InventoryCommand.newBuilder().setAdjust(change.apply(adjust)).build());
  }

  private static void assertRefused(String fault, UnaryOperator<ReserveLines.Builder> change) {
    assertThatThrownBy(() -> reserve(change))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(fault);
  }

  @Test
  void readsEveryCommand() {
    assertThat(reserve(b -> b.addLines(line(7, "B", 1))))
        .isEqualTo(
            new Command.Reserve(
                ORDER,
                3,
                java.util.List.of(Ledgers.line(0, "A", 2), Ledgers.line(7, "B", 1)),
                false));
    assertThat(
            CommandParser.parse(
                InventoryCommand.newBuilder()
                    .setRelease(
                        ReleaseLines.newBuilder()
                            .setOrderId(ORDER.toString())
                            .setTenant("default")
                            .addLines(line(0, "A", 2)))
                    .build()))
        .isEqualTo(new Command.Release(ORDER, 0, java.util.List.of(Ledgers.line(0, "A", 2))));
    assertThat(adjust(b -> b))
        .isEqualTo(new Command.Adjust(ADJUSTMENT, Ledgers.stock("A"), -5, "r", null));
    assertThat(adjust(b -> b.setLowStockAt(0)))
        .isEqualTo(new Command.Adjust(ADJUSTMENT, Ledgers.stock("A"), -5, "r", 0));
    assertThat(
            CommandParser.parse(
                InventoryCommand.newBuilder()
                    .setFulfil(
                        FulfilLines.newBuilder()
                            .setOrderId(ORDER.toString())
                            .setTenant("default")
                            .setGroup(2)
                            .addLines(line(0, "A", 2)))
                    .build()))
        .isEqualTo(new Command.Fulfil(ORDER, 2, java.util.List.of(Ledgers.line(0, "A", 2))));
    assertThat(((Command.Reserve) reserve(b -> b.setAllowPartial(true))).allowPartial()).isTrue();
  }

  @Test
  void lengthsAreCodePoints() {
    String longest = "\ud83d\ude00".repeat(64);

    assertThat(adjust(b -> b.setSku(longest).setReference(longest + longest)))
        .isEqualTo(
            new Command.Adjust(ADJUSTMENT, Ledgers.stock(longest), -5, longest + longest, null));
    assertThatThrownBy(() -> adjust(b -> b.setSku(longest + "x")))
        .hasMessage("sku has 65 characters, not 1 to 64");
  }

  @Test
  void namesWhatCannotBe() {
    assertRefused("order_id", b -> b.setOrderId("nonsense"));
    assertRefused("order_id", b -> b.setOrderId("6ba7b810-9dad-11d1-80b4-00c04fd430c8"));
    assertRefused("group", b -> b.setGroup(-1));
    assertRefused("lines is empty", ReserveLines.Builder::clearLines);
    assertRefused("tenant", b -> b.setTenant(""));
    assertRefused("slash", b -> b.setTenant("a/b"));
    assertRefused("sku", b -> b.addLines(line(1, "", 1)));
    assertRefused("sku", b -> b.addLines(line(1, "x".repeat(65), 1)));
    assertRefused("quantity", b -> b.addLines(line(1, "B", 0)));
    assertRefused("quantity", b -> b.addLines(line(1, "B", -1)));
    assertRefused("line = -1", b -> b.addLines(line(-1, "B", 1)));
    assertRefused("line = 32768", b -> b.addLines(line(32_768, "B", 1)));
    assertRefused("occurs twice", b -> b.addLines(line(0, "B", 1)));
  }

  @Test
  void namesWhatCannotBeOfAnAdjustment() {
    assertThatThrownBy(() -> adjust(b -> b.setAdjustmentId("?")))
        .hasMessageContaining("adjustment_id");
    assertThatThrownBy(() -> adjust(b -> b.setReference("x".repeat(129))))
        .hasMessageContaining("reference");
    assertThatThrownBy(() -> adjust(b -> b.setLowStockAt(-1)))
        .hasMessageContaining("low_stock_at = -1");
    assertThatThrownBy(() -> adjust(b -> b.setSku(""))).hasMessageContaining("sku");
  }

  @Test
  void refusesAnEmptyMessage() {
    assertThatThrownBy(() -> CommandParser.parse(InventoryCommand.getDefaultInstance()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
