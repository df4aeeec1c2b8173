package io.spillway.client.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderEvent.ChangeCase;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.StatusChange;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SampleOrderTest {
  @Test
  void thereIsAnEventOfEveryChange() {
    assertThat(SampleOrder.everyChange("acme"))
        .extracting(OrderEvent::getChangeCase)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ChangeCase.values())
                .filter(change -> change != ChangeCase.CHANGE_NOT_SET)
                .toList());
  }

  @Test
  void versionsAndHistoryAreThoseOfThePipeline() {
    for (OrderEvent event : SampleOrder.everyChange("acme")) {
      assertThat(event.getHistoryList())
          .extracting(StatusChange::getVersion)
          .containsExactly(
              java.util.stream.LongStream.rangeClosed(1, event.getVersion())
                  .boxed()
                  .toArray(Long[]::new));
      assertThat(event.getHistoryList().getLast().getStatus()).isEqualTo(event.getStatus());
      assertThat(event.hasHoldUntil()).isEqualTo(event.getStatus() == OrderStatus.RESERVED);
    }
  }

  @Test
  void theSameCallsMakeTheSameBytes() {
    assertThat(SampleOrder.everyChange("acme")).isEqualTo(SampleOrder.everyChange("acme"));
    assertThat(SampleOrder.of("acme", 1).orderId())
        .isNotEqualTo(SampleOrder.of("zeta", 1).orderId());
  }

  @Test
  void refusesWhatThePipelineNeverDoes() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SampleOrder.of("acme", 1).confirmed())
        .withMessageContaining("begin with created()");
    SampleOrder order = SampleOrder.of("acme", 1);
    order.created();
    assertThatIllegalStateException().isThrownBy(order::reserved).withMessageContaining("held(");
    order.rejected();
    assertThatIllegalStateException().isThrownBy(order::confirmed);
  }
}
