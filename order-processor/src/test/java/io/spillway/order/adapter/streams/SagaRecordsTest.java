package io.spillway.order.adapter.streams;

import static io.spillway.order.core.TestOrders.FINGERPRINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.order.core.Groups;
import io.spillway.order.core.OrderState.Confirmed;
import io.spillway.order.core.OrderState.Known;
import io.spillway.order.core.OrderState.Rejected;
import io.spillway.order.core.OrderState.Reserving;
import io.spillway.order.core.TestOrders;
import io.spillway.schemas.orders.v1.Order;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SagaRecordsTest {
  private static final Order ORDER = TestOrders.order("c", "k", List.of("a", "b"));

  static Stream<Known> states() {
    return Stream.of(
        new Reserving(1, FINGERPRINT, ORDER, groups(0, 3), groups(7)),
        new Confirmed(2, FINGERPRINT, ORDER, groups(0, 3, 7)),
        new Rejected(2, FINGERPRINT, groups(3), groups(0, 3)),
        new Rejected(2, FINGERPRINT, groups(), groups()));
  }

  @ParameterizedTest
  @MethodSource("states")
  void aStateIsReadAsItWasWritten(Known state) {
    assertThat(SagaRecords.read(SagaRecords.write(state))).isEqualTo(state);
  }

  @Test
  void aRejectedOrderIsASmallMarker() {
    assertThat(SagaRecords.write(new Rejected(2, FINGERPRINT, groups(), groups())))
        .hasSizeLessThan(20);
  }

  @Test
  void bytesThatAreNoStateAreRefused() {
    assertThatThrownBy(() -> SagaRecords.read(new byte[0]))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("unknown status 0");
  }

  private static Groups groups(Integer... numbers) {
    return Groups.of(List.of(numbers));
  }
}
