package io.spillway.order.core;

import static io.spillway.order.core.TestOrders.NOON;
import static io.spillway.order.core.TestOrders.history;
import static io.spillway.order.core.TestOrders.sku;
import static io.spillway.order.core.TestOrders.soldOut;
import static io.spillway.order.core.TestOrders.submitted;
import static io.spillway.schemas.orders.v1.OrderStatus.CANCELLED;
import static io.spillway.schemas.orders.v1.OrderStatus.CONFIRMED;
import static io.spillway.schemas.orders.v1.OrderStatus.EXPIRED;
import static io.spillway.schemas.orders.v1.OrderStatus.FULFILLED;
import static io.spillway.schemas.orders.v1.OrderStatus.REJECTED;
import static io.spillway.schemas.orders.v1.OrderStatus.RESERVED;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.protobuf.ByteString;
import io.spillway.order.core.Decision.Advanced;
import io.spillway.order.core.OrderMessage.Cancel;
import io.spillway.order.core.OrderMessage.Confirm;
import io.spillway.order.core.OrderMessage.ExtendHold;
import io.spillway.order.core.OrderMessage.Fulfil;
import io.spillway.order.core.OrderMessage.GroupFulfilled;
import io.spillway.order.core.OrderMessage.GroupRefused;
import io.spillway.order.core.OrderMessage.GroupReleased;
import io.spillway.order.core.OrderMessage.GroupReserved;
import io.spillway.order.core.OrderMessage.HoldEnded;
import io.spillway.order.core.OrderMessage.Submitted;
import io.spillway.order.core.OrderState.Absent;
import io.spillway.order.core.OrderState.Confirmed;
import io.spillway.order.core.OrderState.Ended;
import io.spillway.order.core.OrderState.Known;
import io.spillway.order.core.OrderState.Reserved;
import io.spillway.order.core.OrderState.Reserving;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.CommandVerdict;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  private static final Order HELD = TestOrders.held(ORDER, Duration.ofSeconds(60));
  private static final Order PARTIAL = ORDER.toBuilder().setAllowPartial(true).build();
  private static final List<LineRefusal> MISSING = List.of(soldOut(1, "x"));

  private static final Instant END = NOON.plusSeconds(60);
  private static final CommandResult STORED =
      CommandResult.newBuilder()
          .setOrderId(ID)
          .setCommandId("stored")
          .setVerdict(CommandVerdict.APPLIED)
          .build();

  private static final Map<String, OrderState> STATES =
      Map.ofEntries(
          entry("absent", new Absent()),
          entry("reserving", new Reserving(history(), ORDER, groups(0, 1), groups(2), List.of())),
          entry("last-one", new Reserving(history(), ORDER, groups(0), groups(1, 2), List.of())),
          entry("partial", new Reserving(history(), PARTIAL, groups(0), groups(2), MISSING)),
          entry("held", new Reserved(history(RESERVED), HELD, groups(0, 1, 2), List.of(), END)),
          entry("over", new Reserved(history(RESERVED), HELD, groups(0, 1, 2), List.of(), NOON)),
          entry("direct", new Confirmed(history(CONFIRMED), ORDER, groups(0, 1, 2), List.of())),
          entry(
              "asked",
              new Confirmed(history(RESERVED, CONFIRMED), HELD, groups(0, 1, 2), List.of())),
          entry("rejected", new Ended(history(REJECTED), REJECTED, groups(0), groups(0, 2))),
          entry("settled", new Ended(history(REJECTED), REJECTED, groups(), groups())),
          entry("cancelled", new Ended(history(CANCELLED), CANCELLED, groups(0), groups(0, 2))),
          entry("expired", new Ended(history(RESERVED, EXPIRED), EXPIRED, groups(), groups(0, 2))),
          entry(
              "fulfilled",
              new Ended(history(CONFIRMED, FULFILLED), FULFILLED, groups(), groups(0, 2))));

  /**
   * Every state × message. Group 0 is pending where any is, group 2 held, group 3 not of the order;
   * group 1 of the partial order was refused. A result of a command is written after a plus sign.
   */
  private static final String TABLE =
      """
      message      | absent     | reserving  | last-one   | partial    | held       | over        | direct     | asked      | rejected   | settled    | cancelled  | expired    | fulfilled
      submit-same  | created    | duplicate  | duplicate  | duplicate  | duplicate  | duplicate   | duplicate  | duplicate  | duplicate  | duplicate  | duplicate  | duplicate  | duplicate
      submit-other | created    | conflict   | conflict   | conflict   | conflict   | conflict    | conflict   | conflict   | conflict   | conflict   | conflict   | conflict   | conflict
      reserved-0   | unexpected | quiet      | confirmed  | confirmed  | duplicate  | duplicate   | duplicate  | duplicate  | quiet      | duplicate  | quiet      | duplicate  | duplicate
      reserved-2   | unexpected | duplicate  | duplicate  | duplicate  | duplicate  | duplicate   | duplicate  | duplicate  | duplicate  | duplicate  | duplicate  | duplicate  | duplicate
      reserved-3   | unexpected | unexpected | unexpected | unexpected | unexpected | unexpected  | unexpected | unexpected | duplicate  | duplicate  | duplicate  | duplicate  | duplicate
      partly-0     | unexpected | rejected   | rejected   | confirmed  | duplicate  | duplicate   | duplicate  | duplicate  | quiet      | duplicate  | quiet      | duplicate  | duplicate
      refused-0    | unexpected | rejected   | rejected   | confirmed  | unexpected | unexpected  | unexpected | unexpected | quiet      | duplicate  | quiet      | duplicate  | duplicate
      refused-1    | unexpected | rejected   | unexpected | duplicate  | unexpected | unexpected  | unexpected | unexpected | duplicate  | duplicate  | duplicate  | duplicate  | duplicate
      refused-2    | unexpected | unexpected | unexpected | unexpected | unexpected | unexpected  | unexpected | unexpected | duplicate  | duplicate  | duplicate  | duplicate  | duplicate
      refused-3    | unexpected | unexpected | unexpected | unexpected | unexpected | unexpected  | unexpected | unexpected | duplicate  | duplicate  | duplicate  | duplicate  | duplicate
      released-0   | unexpected | unexpected | unexpected | unexpected | unexpected | unexpected  | unexpected | unexpected | quiet      | duplicate  | quiet      | quiet      | unexpected
      released-2   | unexpected | unexpected | unexpected | unexpected | unexpected | unexpected  | unexpected | unexpected | quiet      | duplicate  | quiet      | quiet      | unexpected
      released-3   | unexpected | unexpected | unexpected | unexpected | unexpected | unexpected  | unexpected | unexpected | duplicate  | duplicate  | duplicate  | duplicate  | unexpected
      handed-2     | unexpected | unexpected | unexpected | unexpected | unexpected | unexpected  | unexpected | unexpected | unexpected | unexpected | unexpected | unexpected | quiet
      handed-3     | unexpected | unexpected | unexpected | unexpected | unexpected | unexpected  | unexpected | unexpected | unexpected | unexpected | unexpected | unexpected | duplicate
      confirm      | +unknown   | +no        | +no        | +no        | confirmed+ | expired+no  | +no        | quiet+     | +no        | +no        | +no        | +no        | +no
      cancel       | +unknown   | cancelled+ | cancelled+ | cancelled+ | cancelled+ | expired+no  | cancelled+ | cancelled+ | +no        | +no        | quiet+     | +no        | +no
      fulfil       | +unknown   | +no        | +no        | +no        | +no        | expired+no  | fulfilled+ | fulfilled+ | +no        | +no        | +no        | +no        | quiet+
      extend       | +unknown   | +no        | +no        | +no        | extended+  | expired+no  | +no        | +no        | +no        | +no        | +no        | +no        | +no
      stored       | +unknown   | +stored    | +stored    | +stored    | +stored    | +stored     | +stored    | +stored    | +stored    | +stored    | +stored    | +stored    | +stored
      hold-ended   | unexpected | duplicate  | duplicate  | duplicate  | duplicate  | expired     | duplicate  | duplicate  | duplicate  | duplicate  | duplicate  | duplicate  | duplicate
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
                  OrderState before = state(state);
                  if (cells.getFirst().equals("stored") && before instanceof Known known) {
                    before = known.answered(STORED);
                  }
                  Decision step = SAGA.decide(before, message(cells.getFirst()), NOON);
                  assertThat(describe(step)).isEqualTo(expected);
                }));
      }
    }
    assertThat(tests).hasSize(21 * STATES.size());
    return tests;
  }

  @Test
  void aNewOrderIsPublishedAndAskedForOnceAGroup() {
    Advanced step = advance(new Absent(), submitted(ORDER));

    assertThat(step.state())
        .isEqualTo(new Reserving(history(), ORDER, groups(0, 1, 2), groups(), List.of()));
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
    Advanced step = advance(state("last-one"), new GroupReserved(ID, 0, List.of()));

    assertThat(step.state().status()).isEqualTo(CONFIRMED);
    assertThat(event(step).getKeptAmount()).isEqualTo(ORDER.getTotalAmount());
    assertThat(way(event(step))).containsExactly("1 RESERVING", "2 CONFIRMED");
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

    Ended ended = (Ended) step.state();
    assertThat(ended.pending()).isEqualTo(groups(0));
    assertThat(ended.releasing()).isEqualTo(groups(0, 2));
    OrderEvent event = step.events().getFirst();
    assertThat(event.getVersion()).isEqualTo(2);
    assertThat(event.getStatus()).isEqualTo(OrderStatus.REJECTED);
    assertThat(event.getRejected().getRefusalsList()).isEqualTo(refusal.refusals());
    assertThat(event.getRefusalsList()).isEqualTo(refusal.refusals());
    assertThat(event.getKeptAmount()).isZero();
    assertThat(event.getHistoryList().getLast().getReason()).isEqualTo("SOLD_OUT");
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
    assertThat(step.state().status()).isEqualTo(REJECTED);
    assertThat(((Ended) step.state()).releasing()).isEqualTo(groups());
  }

  @Test
  void lateAnswersSettleTheMarkerAndNothingElse() {
    Advanced answered = advance(state("rejected"), new GroupReserved(ID, 0, List.of()));
    Advanced released = advance(answered.state(), new GroupReleased(ID, 0));
    Advanced settled = advance(released.state(), new GroupReleased(ID, 2));

    assertThat(settled.state()).isEqualTo(state("settled"));
    for (Advanced step : List.of(answered, released, settled)) {
      assertThat(step.events()).isEmpty();
      assertThat(step.commands()).isEmpty();
    }
  }

  private static Advanced advance(OrderState state, OrderMessage message) {
    Decision step = SAGA.decide(state, message, NOON);
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
    return switch (name.replaceFirst("-[0-9]$", "")) {
      case "submit-same" -> submitted(ORDER);
      case "submit-other" -> new Submitted(ORDER, ByteString.copyFromUtf8("another"));
      case "reserved" -> new GroupReserved(ID, group, List.of());
      case "partly" -> new GroupReserved(ID, group, List.of(soldOut(0, "x")));
      case "refused" -> new GroupRefused(ID, group, List.of(soldOut(0, "x")));
      case "released" -> new GroupReleased(ID, group);
      case "handed" -> new GroupFulfilled(ID, group);
      case "confirm" -> new Confirm(ID, "new");
      case "cancel" -> new Cancel(ID, "new", "why");
      case "fulfil" -> new Fulfil(ID, "new");
      case "extend" -> new ExtendHold(ID, "new", Duration.ofSeconds(1));
      case "stored" -> new Cancel(ID, "stored", "");
      case "hold-ended" -> new HoldEnded(ID, NOON);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String describe(Decision step) {
    return switch (step) {
      case Advanced(var _, List<OrderEvent> events, var _, var _, var result) ->
          (events.isEmpty() ? "quiet" : change(events.getFirst()))
              + (result == null ? "" : "+" + verdict(result));
      case Decision.Answered(CommandResult result, boolean repeated) ->
          "+" + (repeated ? result.getCommandId() : verdict(result));
      case Decision.Deferred _ -> "deferred";
      case Decision.Duplicate _ -> "duplicate";
      case Decision.Conflict _ -> "conflict";
      case Decision.Unexpected _ -> "unexpected";
    };
  }

  private static String change(OrderEvent event) {
    return event.hasHoldExtended()
        ? "extended"
        : event.getChangeCase().name().toLowerCase(Locale.ROOT);
  }

  private static String verdict(CommandResult result) {
    return switch (result.getVerdict()) {
      case APPLIED -> "";
      case NOT_ALLOWED -> "no";
      case UNKNOWN_ORDER -> "unknown";
      case COMMAND_VERDICT_UNSPECIFIED, UNRECOGNIZED -> "?";
    };
  }

  private static OrderEvent event(Advanced step) {
    assertThat(step.events()).hasSize(1);
    return step.events().getFirst();
  }

  private static List<String> way(OrderEvent event) {
    return event.getHistoryList().stream()
        .map(change -> change.getVersion() + " " + change.getStatus())
        .toList();
  }

  private static List<String> cells(String line) {
    return java.util.Arrays.stream(line.split("\\|")).map(String::strip).toList();
  }

  private static PartitionSet groups(Integer... numbers) {
    return PartitionSet.of(List.of(numbers));
  }
}
