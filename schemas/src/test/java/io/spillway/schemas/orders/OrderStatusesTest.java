package io.spillway.schemas.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.orders.v1.OrderStatus;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderStatusesTest {
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ORDER_STATUS_UNSPECIFIED", "UNRECOGNIZED"})
  void aStatusIsTerminalOrLeadsToAnother(OrderStatus status) {
    boolean leads =
        Arrays.stream(OrderStatus.values()).anyMatch(to -> OrderStatuses.canBecome(status, to));

    assertThat(OrderStatuses.isTerminal(status)).isEqualTo(!leads);
    assertThat(OrderStatuses.isTerminal(status.name())).isEqualTo(!leads);
  }

  @ParameterizedTest
  @EnumSource(names = {"ORDER_STATUS_UNSPECIFIED", "UNRECOGNIZED"})
  void whatNobodyKnowsIsNotTerminalAndLeadsNowhere(OrderStatus status) {
    assertThat(OrderStatuses.isTerminal(status)).isFalse();
    assertThat(OrderStatus.values()).noneMatch(to -> OrderStatuses.canBecome(status, to));
  }
}
