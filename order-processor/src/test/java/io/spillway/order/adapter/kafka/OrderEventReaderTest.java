package io.spillway.order.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderEventReaderTest {
  private static final Duration WAIT = Duration.ofSeconds(1);

  @ParameterizedTest
  @EnumSource(
      value = OrderStatus.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"UNRECOGNIZED"})
  void onlyAnOrderThatIsBeingReservedWaitsForItsAnswer(OrderStatus status) {
    assertThat(coalesceFor(WAIT, event(status)))
        .isEqualTo(status == OrderStatus.RESERVING ? WAIT : Duration.ZERO);
  }

  @Test
  void nothingWaitsWhenThatIsSwitchedOff() {
    assertThat(coalesceFor(Duration.ZERO, event(OrderStatus.RESERVING))).isZero();
  }

  @Test
  void whatIsNoEventDoesNotWait() {
    assertThat(coalesceFor(WAIT, null)).isZero();
    assertThat(coalesceFor(WAIT, new byte[] {})).isZero();
    assertThat(coalesceFor(WAIT, new byte[] {10, 127, 1})).isZero();
    assertThat(coalesceFor(WAIT, new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff})).isZero();
  }

  private static Duration coalesceFor(Duration settleWait, byte @Nullable [] value) {
    return new OrderEventReader(Partitioning.DEFAULT, settleWait)
        .coalesceFor(
            new ConsumerRecord<>(Topic.ORDERS_EVENTS.topicName(), 0, 0, new byte[] {1}, value));
  }

  private static byte[] event(OrderStatus status) {
    return OrderEvent.newBuilder()
        .setOrderId("some-order")
        .setVersion(1)
        .setStatus(status)
        .setOrder(Order.newBuilder().setOrderId("some-order"))
        .build()
        .toByteArray();
  }
}
