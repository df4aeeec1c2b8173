package io.spillway.inventory.core;

import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.inventory.v1.LinesFulfilled;
import io.spillway.schemas.inventory.v1.LinesRefused;
import io.spillway.schemas.inventory.v1.LinesReleased;
import io.spillway.schemas.inventory.v1.LinesReserved;
import io.spillway.schemas.routing.RoutedId;
import java.util.Optional;

/** From an answer to the wire's outcome. A repeated answer makes an equal message. */
public final class AnswerMessage {
  private AnswerMessage() {}

  /** The outcome; none for an adjustment, which its movement answers. */
  public static Optional<InventoryOutcome> of(Answer answer) {
    return switch (answer.command()) {
      case Command.OfLines c -> Optional.of(outcome(c.ref(), c.group(), answer.settlement()));
      case Command.Adjust _ -> Optional.empty();
    };
  }

  private static InventoryOutcome outcome(RoutedId order, int group, LineDecision settlement) {
    InventoryOutcome.Builder outcome =
        InventoryOutcome.newBuilder()
            .setOrderId(order.toString())
            .setGroup(group)
            .setSettledAt(Times.timestamp(settlement.settledAt()));
    switch (settlement) {
      case LineDecision.Reserved reserved ->
          outcome.setReserved(LinesReserved.newBuilder().addAllRefusals(reserved.refusals()));
      case LineDecision.Refused refused ->
          outcome.setRefused(LinesRefused.newBuilder().addAllRefusals(refused.refusals()));
      case LineDecision.Released _ -> outcome.setReleased(LinesReleased.getDefaultInstance());
      case LineDecision.Fulfilled _ -> outcome.setFulfilled(LinesFulfilled.getDefaultInstance());
      case LineDecision.Adjusted _ ->
          throw new IllegalArgumentException("an adjustment is not answered with an outcome");
    }
    return outcome.build();
  }
}
