package io.spillway.order;

import static io.spillway.order.core.TestOrders.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.order.adapter.memory.InMemorySagaStore;
import io.spillway.order.core.AdmissionWindow;
import io.spillway.order.core.Decision;
import io.spillway.order.core.OrderMessage.Cancel;
import io.spillway.order.core.OrderSaga;
import io.spillway.order.core.TestOrders;
import io.spillway.order.port.OrderOutput;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.CommandVerdict;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderReject;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderFlowTest {
  private static final Order ORDER = TestOrders.order("customer", "k", List.of("sku"));
  private static final Cancel CANCEL = new Cancel(ORDER.getOrderId(), "c", "");

  private final List<CommandResult> answers = new ArrayList<>();
  private final OrderFlow flow =
      new OrderFlow(
          new OrderSaga(8),
          new InMemorySagaStore(),
          new Answers(),
          new AdmissionWindow(1, Duration.ofSeconds(1), Duration.ofSeconds(1)));

  @Test
  void aCommandThatComesBeforeItsOrderIsDecidedBehindIt() {
    assertThat(flow.take(CANCEL, Topic.ORDERS_COMMANDS, 0, NOON))
        .isInstanceOf(Decision.Deferred.class);
    assertThat(answers).isEmpty();

    flow.take(TestOrders.submitted(ORDER), NOON);
    assertThat(flow.take(CANCEL, Topic.ORDERS_INTAKE, 7, NOON))
        .isInstanceOf(Decision.Advanced.class);

    assertThat(answers)
        .extracting(CommandResult::getVerdict)
        .containsExactly(CommandVerdict.APPLIED);
  }

  @Test
  void behindTheIntakeAnOrderThatIsNotThereIsUnknown() {
    flow.take(CANCEL, Topic.ORDERS_COMMANDS, 0, NOON);

    flow.take(CANCEL, Topic.ORDERS_INTAKE, 7, NOON);

    assertThat(answers)
        .extracting(CommandResult::getVerdict)
        .containsExactly(CommandVerdict.UNKNOWN_ORDER);
  }

  @Test
  void aReplayOfEitherTopicDecidesNothingAgain() {
    flow.take(CANCEL, Topic.ORDERS_COMMANDS, 0, NOON);
    flow.take(CANCEL, Topic.ORDERS_INTAKE, 7, NOON);
    flow.take(TestOrders.submitted(ORDER), NOON);
    answers.clear();

    assertThat(flow.take(CANCEL, Topic.ORDERS_COMMANDS, 0, NOON))
        .isInstanceOf(Decision.Duplicate.class);
    assertThat(flow.take(CANCEL, Topic.ORDERS_INTAKE, 7, NOON))
        .isInstanceOf(Decision.Duplicate.class);
    assertThat(answers).isEmpty();
  }

  private final class Answers implements OrderOutput {
    @Override
    public void publish(OrderEvent event) {}

    @Override
    public void send(InventoryCommand command) {}

    @Override
    public void answer(CommandResult result) {
      answers.add(result);
    }

    @Override
    public void reject(OrderReject reject) {
      throw new AssertionError(reject);
    }
  }
}
