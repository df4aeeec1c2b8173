package io.spillway.operate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderCommand;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.orders.v1.SubmitOrder;
import io.spillway.schemas.topics.Topic;
import org.junit.jupiter.api.Test;

class RecordSubjectTest {
  @Test
  void theIntakeHasOrdersAndCommands() {
    Order order = Order.newBuilder().setTenant("acme").setOrderId("id").build();
    OrderIntake submission =
        OrderIntake.newBuilder().setSubmit(SubmitOrder.newBuilder().setOrder(order)).build();
    OrderIntake command =
        OrderIntake.newBuilder().setCommand(OrderCommand.newBuilder().setOrderId("id")).build();

    assertThat(of(submission)).isEqualTo(new RecordSubject("acme", "id"));
    assertThat(of(command)).isEqualTo(new RecordSubject("", "id"));
  }

  private static RecordSubject of(OrderIntake intake) {
    return RecordSubject.of(Topic.ORDERS_INTAKE, null, intake.toByteArray());
  }
}
