package io.spillway.order.adapter.streams;

import static io.spillway.order.core.TestOrders.FINGERPRINT;
import static io.spillway.order.core.TestOrders.NOON;
import static io.spillway.order.core.TestOrders.history;
import static io.spillway.order.core.TestOrders.soldOut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.order.core.OrderHistory;
import io.spillway.order.core.OrderState.Confirmed;
import io.spillway.order.core.OrderState.Ended;
import io.spillway.order.core.OrderState.Known;
import io.spillway.order.core.OrderState.Reserved;
import io.spillway.order.core.OrderState.Reserving;
import io.spillway.order.core.PartitionSet;
import io.spillway.order.core.TestOrders;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SagaRecordCodecTest {
  private static final Order ORDER = TestOrders.order("c", "k", List.of("a", "b"));
  private static final List<LineRefusal> REFUSALS = List.of(soldOut(1, "b"));
  private static final CommandResult RESULT =
      CommandResult.newBuilder().setCommandId("c").setVersion(3).build();

  static Stream<Known> states() {
    return Stream.of(
        new Reserving(history(), ORDER, groups(0, 3), groups(7), REFUSALS),
        new Reserved(
                history(OrderStatus.RESERVED), ORDER, groups(0, 3), REFUSALS, NOON.plusNanos(7))
            .answered(RESULT),
        new Confirmed(history(OrderStatus.CONFIRMED), ORDER, groups(0, 3, 7), REFUSALS),
        new Ended(marker(), OrderStatus.REJECTED, groups(3), groups(0, 3)),
        new Ended(marker(), OrderStatus.CANCELLED, groups(), groups(0)).answered(RESULT),
        new Ended(marker(), OrderStatus.EXPIRED, groups(), groups(0, 3)),
        new Ended(marker(), OrderStatus.FULFILLED, groups(), groups()));
  }

  @ParameterizedTest
  @MethodSource("states")
  void aStateIsReadAsItWasWritten(Known state) {
    assertThat(SagaRecordCodec.read(SagaRecordCodec.write(state))).isEqualTo(state);
  }

  @Test
  void anEndedOrderIsASmallMarkerWithoutItsHistory() {
    Ended ended =
        new Ended(history(OrderStatus.REJECTED), OrderStatus.REJECTED, groups(), groups());

    byte[] bytes = SagaRecordCodec.write(ended);

    assertThat(bytes).hasSizeLessThan(34 + 2 + ORDER.getTenant().length());
    assertThat(SagaRecordCodec.read(bytes).history().history()).isEmpty();
  }

  @Test
  void bytesThatAreNoStateAreRefused() {
    assertThatThrownBy(() -> SagaRecordCodec.read(new byte[0]))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("unknown status 0");
  }

  private static OrderHistory marker() {
    return new OrderHistory(ORDER.getTenant(), 3, FINGERPRINT, NOON, List.of(), List.of());
  }

  private static PartitionSet groups(Integer... numbers) {
    return PartitionSet.of(List.of(numbers));
  }
}
