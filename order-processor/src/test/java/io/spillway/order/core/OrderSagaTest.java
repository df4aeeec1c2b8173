package io.spillway.order.core;

import static io.spillway.order.core.TestOrders.FINGERPRINT;
import static io.spillway.order.core.TestOrders.NOON;
import static io.spillway.order.core.TestOrders.sku;
import static io.spillway.order.core.TestOrders.soldOut;
import static io.spillway.order.core.TestOrders.submitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.protobuf.ByteString;
import io.spillway.order.core.OrderMessage.GroupRefused;
import io.spillway.order.core.OrderMessage.GroupReleased;
import io.spillway.order.core.OrderMessage.GroupReserved;
import io.spillway.order.core.OrderMessage.Submitted;
import io.spillway.order.core.OrderState.Absent;
import io.spillway.order.core.OrderState.Confirmed;
import io.spillway.order.core.OrderState.Rejected;
import io.spillway.order.core.OrderState.Reserving;
import io.spillway.order.core.Step.Advanced;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OrderSagaTest {
  private static final int PARTITIONS = 8;
  private static final OrderSaga SAGA = new OrderSaga(PARTITIONS);

  /**
   * Lines 0 and 3 in group 0, line 1 in group 1, line 2 in group 2; line 3 repeats line 0's SKU.
   */
  private static final Order ORDER =
      TestOrders.order(
          "c-1",
          "k-1",
          List.of(
              sku(0, 0, PARTITIONS),
              sku(1, 0, PARTITIONS),
              sku(2, 0, PARTITIONS),
              sku(0, 0, PARTITIONS)));

  private static final String ID = ORDER.getOrderId();

  private static final Map<String, OrderState> STATES =
      Map.of(
          "absent", new Absent(),
          "reserving", new Reserving(1, FINGERPRINT, ORDER, groups(0, 1), groups(2)),
          "last-one", new Reserving(1, FINGERPRINT, ORDER, groups(0), groups(1, 2)),
          "confirmed", new Confirmed(2, FINGERPRINT, ORDER, groups(0, 1, 2)),
          "rejected", new Rejected(2, FINGERPRINT, groups(0), groups(0, 2)),
          "settled", new Rejected(2, FINGERPRINT, groups(), groups()));

  /**
   * Every state × message. Group 0 is pending where any is, group 2 held, group 3 not of the order.
   */
  private static final String TABLE =
      """
      message      | absent     | reserving  | last-one   | confirmed  | rejected  | settled
      submit-same  | created    | duplicate  | duplicate  | duplicate  | duplicate | duplicate
      submit-other | created    | conflict   | conflict   | conflict   | conflict  | conflict
      reserved-0   | unexpected | advanced   | confirmed  | duplicate  | advanced  | duplicate
      reserved-2   | unexpected | duplicate  | duplicate  | duplicate  | duplicate | duplicate
      reserved-3   | unexpected | unexpected | unexpected | unexpected | duplicate | duplicate
      refused-0    | unexpected | rejected   | rejected   | unexpected | advanced  | duplicate
      refused-2    | unexpected | unexpected | unexpected | unexpected | duplicate | duplicate
      refused-3    | unexpected | unexpected | unexpected | unexpected | duplicate | duplicate
      released-0   | unexpected | unexpected | unexpected | unexpected | advanced  | duplicate
      released-2   | unexpected | unexpected | unexpected | unexpected | advanced  | duplicate
      released-3   | unexpected | unexpected | unexpected | unexpected | duplicate | duplicate
      """;

  @TestFactory
  List<DynamicTest> everyMessageInEveryState() {
    List<DynamicTest> tests = new ArrayList<>();
    List<String> lines = TABLE.lines().toList();
    List<String> states = cells(lines.getFirst());
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      for (int i = 1; i < cells.size(); i++) {
        String state = states.get(i);
        String expected = cells.get(i);
        tests.add(
            dynamicTest(
                state + " + " + cells.getFirst() + " = " + expected,
                () -> {
                  Step step = SAGA.decide(state(state), message(cells.getFirst()), NOON);
                  assertThat(describe(step)).isEqualTo(expected);
                }));
      }
    }
    assertThat(tests).hasSize(11 * STATES.size());
    return tests;
  }

  @Test
  void aNewOrderIsPublishedAndAskedForOnceAGroup() {
    Advanced step = advance(new Absent(), submitted(ORDER));

    assertThat(step.state())
        .isEqualTo(new Reserving(1, FINGERPRINT, ORDER, groups(0, 1, 2), groups()));
    OrderEvent event = step.events().getFirst();
    assertThat(step.events()).hasSize(1);
    assertThat(event.getVersion()).isEqualTo(1);
    assertThat(event.getStatus()).isEqualTo(OrderStatus.RESERVING);
    assertThat(event.hasCreated()).isTrue();
    assertThat(event.getOrder()).isEqualTo(ORDER);
    assertThat(Times.instant(event.getOccurredAt())).isEqualTo(NOON);
    assertThat(step.commands()).extracting(c -> c.getReserve().getGroup()).containsExactly(0, 1, 2);
    InventoryCommand first = step.commands().getFirst();
    assertThat(Times.instant(first.getIssuedAt())).isEqualTo(NOON);
    assertThat(first.getReserve().getOrderId()).isEqualTo(ID);
    assertThat(first.getReserve().getTenant()).isEqualTo("acme");
    assertThat(first.getReserve().getLinesList())
        .extracting(line -> line.getLine() + ":" + line.getSku() + ":" + line.getQuantity())
        .containsExactly(
            "0:" + ORDER.getLines(0).getSku() + ":1", "3:" + ORDER.getLines(3).getSku() + ":4");
  }

  @Test
  void theLastGroupConfirmsTheOrder() {
    Advanced step = advance(state("last-one"), new GroupReserved(ID, 0));

    assertThat(step.state()).isEqualTo(state("confirmed"));
    assertThat(step.commands()).isEmpty();
    OrderEvent event = step.events().getFirst();
    assertThat(event.getVersion()).isEqualTo(2);
    assertThat(event.getStatus()).isEqualTo(OrderStatus.CONFIRMED);
    assertThat(event.hasConfirmed()).isTrue();
    assertThat(event.getOrder()).isEqualTo(ORDER);
  }

  @Test
  void theFirstRefusalRejectsAtOnceAndReleasesWhatIsHeldAndWhatIsPending() {
    GroupRefused refusal = new GroupRefused(ID, 1, List.of(soldOut(1, "x")));

    Advanced step = advance(state("reserving"), refusal);

    assertThat(step.state()).isEqualTo(state("rejected"));
    OrderEvent event = step.events().getFirst();
    assertThat(event.getVersion()).isEqualTo(2);
    assertThat(event.getStatus()).isEqualTo(OrderStatus.REJECTED);
    assertThat(event.getRejected().getRefusalsList()).isEqualTo(refusal.refusals());
    assertThat(event.getOrder()).isEqualTo(ORDER);
    assertThat(step.commands()).extracting(c -> c.getRelease().getGroup()).containsExactly(0, 2);
    assertThat(step.commands().getFirst().getRelease().getLinesList())
        .extracting(line -> line.getLine() + ":" + line.getQuantity())
        .containsExactly("0:1", "3:4");
  }

  @Test
  void anOrderOfOneGroupIsRejectedWithNothingToRelease() {
    Order small = TestOrders.order("c-1", "k-2", List.of(sku(5, 0, PARTITIONS)));
    Advanced created = advance(new Absent(), submitted(small));

    Advanced step =
        advance(created.state(), new GroupRefused(small.getOrderId(), 5, List.of(soldOut(0, "x"))));

    assertThat(step.commands()).isEmpty();
    assertThat(step.state()).isEqualTo(new Rejected(2, FINGERPRINT, groups(), groups()));
  }

  @Test
  void lateAnswersSettleTheMarkerAndNothingElse() {
    Advanced answered = advance(state("rejected"), new GroupReserved(ID, 0));
    Advanced released = advance(answered.state(), new GroupReleased(ID, 0));
    Advanced settled = advance(released.state(), new GroupReleased(ID, 2));

    assertThat(settled.state()).isEqualTo(state("settled"));
    for (Advanced step : List.of(answered, released, settled)) {
      assertThat(step.events()).isEmpty();
      assertThat(step.commands()).isEmpty();
    }
  }

  private static Advanced advance(OrderState state, OrderMessage message) {
    Step step = SAGA.decide(state, message, NOON);
    assertThat(step).isInstanceOf(Advanced.class);
    return (Advanced) step;
  }

  private static OrderState state(String name) {
    OrderState state = STATES.get(name);
    assertThat(state).as(name).isNotNull();
    return state;
  }

  private static OrderMessage message(String name) {
    int group = name.charAt(name.length() - 1) - '0';
    return switch (name.substring(0, name.indexOf('-'))) {
      case "submit" ->
          name.endsWith("same")
              ? submitted(ORDER)
              : new Submitted(ORDER, ByteString.copyFromUtf8("another"));
      case "reserved" -> new GroupReserved(ID, group);
      case "refused" -> new GroupRefused(ID, group, List.of(soldOut(0, "x")));
      case "released" -> new GroupReleased(ID, group);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String describe(Step step) {
    return switch (step) {
      case Advanced(var _, List<OrderEvent> events, var _) when events.isEmpty() -> "advanced";
      case Advanced(var _, List<OrderEvent> events, var _) ->
          switch (events.getFirst().getChangeCase()) {
            case CREATED -> "created";
            case CONFIRMED -> "confirmed";
            case REJECTED -> "rejected";
            case CHANGE_NOT_SET -> "nothing";
          };
      case Step.Duplicate _ -> "duplicate";
      case Step.Conflict _ -> "conflict";
      case Step.Unexpected _ -> "unexpected";
    };
  }

  private static List<String> cells(String line) {
    return java.util.Arrays.stream(line.split("\\|")).map(String::strip).toList();
  }

  private static Groups groups(Integer... numbers) {
    return Groups.of(List.of(numbers));
  }
}
