package io.spillway.order.core;

import io.spillway.order.core.Decision.Advanced;
import io.spillway.order.core.Decision.Answered;
import io.spillway.order.core.OrderMessage.Action;
import io.spillway.order.core.OrderMessage.Cancel;
import io.spillway.order.core.OrderMessage.Command;
import io.spillway.order.core.OrderMessage.Confirm;
import io.spillway.order.core.OrderMessage.ExtendHold;
import io.spillway.order.core.OrderMessage.Fulfil;
import io.spillway.order.core.OrderMessage.TenantCommand;
import io.spillway.order.core.OrderState.Absent;
import io.spillway.order.core.OrderState.Confirmed;
import io.spillway.order.core.OrderState.Ended;
import io.spillway.order.core.OrderState.Known;
import io.spillway.order.core.OrderState.Open;
import io.spillway.order.core.OrderState.Reserved;
import io.spillway.order.core.OrderState.Reserving;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.CommandVerdict;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a shop may ask of its order, and when. An applied command is answered the same for ever; a
 * refused one is forgotten, for it may become possible.
 */
record CommandRules(InventoryCommands inventory) {
  /** No history becomes longer. */
  static final int MAX_CHANGES = 32;

  /** A reserved order may still be confirmed, and then fulfilled or cancelled. */
  private static final int CHANGES_AFTER_EXTENSION = 2;

  Decision decide(OrderState state, Command command, Instant now) {
    return switch (command) {
      case TenantCommand(Action action, List<String> tenants) ->
          state instanceof Known known && !tenants.contains(known.history().tenant())
              ? unknown(action, now)
              : decide(state, action, now);
      case Action action -> decide(state, action, now);
    };
  }

  private Decision decide(OrderState state, Action command, Instant now) {
    return switch (state) {
      case Absent _ -> unknown(command, now);
      case Known known -> {
        CommandResult stored = known.history().resultOf(command.commandId());
        yield stored == null ? decideNew(known, command, now) : new Answered(stored, true);
      }
    };
  }

  private static Answered unknown(Action command, Instant now) {
    return new Answered(
        answer(command, CommandVerdict.UNKNOWN_ORDER, now)
            .setReason("no such order has been submitted")
            .build(),
        false);
  }

  private Decision decideNew(Known known, Action command, Instant now) {
    if (known instanceof Reserved reserved && reserved.isOver(now)) {
      // The timer is late; the hold is over all the same, and so nothing else can come of it.
      Ended expired = reserved.expired(now);
      CommandResult late = notAllowed(expired, command, "the hold is over", now);
      return released(reserved, expired, now).answering(late, false);
    }
    return switch (command) {
      case Confirm confirm -> confirm(known, confirm, now);
      case Cancel cancel -> cancel(known, cancel, now);
      case Fulfil fulfil -> fulfil(known, fulfil, now);
      case ExtendHold extend -> extend(known, extend, now);
    };
  }

  private static Decision confirm(Known known, Confirm command, Instant now) {
    return switch (known) {
      case Reserved reserved -> {
        Confirmed next = reserved.confirmed(now);
        yield applied(
            Advanced.changed(reserved, next, entered(next, reserved), List.of()), command, now);
      }
      // From RESERVED only a confirmation leads here.
      case Confirmed confirmed when confirmed.history().firstAt(OrderStatus.RESERVED) != null ->
          applied(Advanced.quietly(confirmed), command, now);
      case Reserving _, Confirmed _, Ended _ ->
          refused(known, command, "only a RESERVED order can be confirmed", now);
    };
  }

  private Decision cancel(Known known, Cancel command, Instant now) {
    return switch (known) {
      case Open open ->
          applied(released(open, open.cancelled(command.reason(), now), now), command, now);
      case Ended ended when ended.status() == OrderStatus.CANCELLED ->
          applied(Advanced.quietly(ended), command, now);
      case Ended _ -> refused(known, command, "an order that has ended cannot be cancelled", now);
    };
  }

  private Decision fulfil(Known known, Fulfil command, Instant now) {
    return switch (known) {
      case Confirmed confirmed -> {
        Ended next = confirmed.fulfilled(now);
        yield applied(
            Advanced.changed(
                confirmed,
                next,
                entered(next, confirmed),
                inventory.fulfil(confirmed.order(), next.releasing(), now)),
            command,
            now);
      }
      case Ended ended when ended.status() == OrderStatus.FULFILLED ->
          applied(Advanced.quietly(ended), command, now);
      case Reserving _, Reserved _, Ended _ ->
          refused(known, command, "only a CONFIRMED order can be fulfilled", now);
    };
  }

  private static Decision extend(Known known, ExtendHold command, Instant now) {
    if (!(known instanceof Reserved reserved)) {
      return refused(known, command, "only the hold of a RESERVED order can be extended", now);
    }
    String why = whyNotExtended(reserved, command.by());
    if (why != null) {
      return refused(known, command, why, now);
    }
    Reserved next = reserved.extended(command.by(), now);
    return applied(
        Advanced.changed(reserved, next, OrderEvents.extended(next), List.of()), command, now);
  }

  private static @Nullable String whyNotExtended(Reserved reserved, Duration by) {
    if (by.isNegative() || by.isZero()) {
      return "a hold can only become longer, not by " + by;
    }
    OrderHistory history = reserved.history();
    if (history.history().size() + 1 + CHANGES_AFTER_EXTENSION > MAX_CHANGES) {
      return "the hold was extended too often; a history has at most " + MAX_CHANGES + " changes";
    }
    Instant since = history.firstAt(OrderStatus.RESERVED);
    Instant latest = (since == null ? history.changedAt() : since).plus(Holds.MAX);
    // Compared as durations, for the sum could be beyond all time.
    return by.compareTo(Duration.between(reserved.holdUntil(), latest)) > 0
        ? "a hold ends at the latest " + Holds.MAX.toDays() + " days after the reservation"
        : null;
  }

  private Advanced released(Open before, Ended after, Instant now) {
    return Advanced.changed(
        before,
        after,
        entered(after, before),
        inventory.release(before.order(), after.releasing(), now));
  }

  private static OrderEvent entered(Known after, Open before) {
    return OrderEvents.entered(after, before.order(), before.refusals());
  }

  private static Decision applied(Advanced step, Command command, Instant now) {
    CommandResult result = of(step.state(), answer(command, CommandVerdict.APPLIED, now)).build();
    return step.answering(result, true);
  }

  private static Decision refused(Known known, Command command, String rule, Instant now) {
    return new Answered(notAllowed(known, command, rule, now), false);
  }

  private static CommandResult notAllowed(Known known, Command command, String rule, Instant now) {
    return of(known, answer(command, CommandVerdict.NOT_ALLOWED, now))
        .setReason("the order is " + known.status() + ": " + rule)
        .build();
  }

  private static CommandResult.Builder of(Known known, CommandResult.Builder result) {
    if (known instanceof Reserved reserved) {
      result.setHoldUntil(Times.timestamp(reserved.holdUntil()));
    }
    return result.setStatus(known.status()).setVersion(known.history().version());
  }

  private static CommandResult.Builder answer(
      Command command, CommandVerdict verdict, Instant now) {
    return CommandResult.newBuilder()
        .setOrderId(command.orderId())
        .setCommandId(command.commandId())
        .setVerdict(verdict)
        .setDecidedAt(Times.timestamp(now));
  }
}
