package io.spillway.order.core;

import io.spillway.order.core.Decision.Advanced;
import io.spillway.order.core.OrderMessage.Command;
import io.spillway.order.core.OrderMessage.GroupFulfilled;
import io.spillway.order.core.OrderMessage.GroupRefused;
import io.spillway.order.core.OrderMessage.GroupReleased;
import io.spillway.order.core.OrderMessage.GroupReserved;
import io.spillway.order.core.OrderMessage.HoldEnded;
import io.spillway.order.core.OrderMessage.Outcome;
import io.spillway.order.core.OrderMessage.Submitted;
import io.spillway.order.core.OrderState.Absent;
import io.spillway.order.core.OrderState.Confirmed;
import io.spillway.order.core.OrderState.Ended;
import io.spillway.order.core.OrderState.Known;
import io.spillway.order.core.OrderState.Open;
import io.spillway.order.core.OrderState.Reserved;
import io.spillway.order.core.OrderState.Reserving;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.ReservationLine;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.OrderReject;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/**
 * The way of one order. Pure: the same state, message and time decide the same.
 *
 * <p>At the first refusal of an order that wants all its lines <em>every</em> other group is told
 * to release, those that hold and those that have not answered. The release follows its reservation
 * through the same partition, both written in transactions of one producer, so it finds the lines
 * held, or leaves a mark that voids a reservation carried out later. Waiting for a group's answer
 * before releasing it would keep stock held for ever when that answer is lost or cannot be read,
 * and would keep the order's lines until then.
 */
public final class OrderSaga {
  private final LinesByPartition groups;
  private final InventoryCommands inventory;
  private final CommandRules rules;

  /** A saga over so many partitions of {@code inventory.commands.v1}. */
  public OrderSaga(int inventoryPartitions) {
    this.groups = new LinesByPartition(inventoryPartitions);
    this.inventory = new InventoryCommands(groups);
    this.rules = new CommandRules(inventory);
  }

  /** What the message means for an order in the given state. */
  public Decision decide(OrderState state, OrderMessage message, Instant now) {
    return switch (message) {
      case Submitted submitted -> submitted(state, submitted, now);
      case Outcome outcome -> outcome(state, outcome, now);
      case Command command -> rules.decide(state, command, now);
      case HoldEnded _ -> holdEnded(state, now);
    };
  }

  private Decision submitted(OrderState state, Submitted submitted, Instant now) {
    return switch (state) {
      case Absent absent -> {
        SortedMap<Integer, List<ReservationLine>> lines = groups.split(submitted.order());
        Reserving next =
            absent.submitted(
                submitted.order(), submitted.fingerprint(), PartitionSet.of(lines.keySet()), now);
        yield Advanced.changed(
            absent,
            next,
            OrderEvents.entered(next, submitted.order(), List.of()),
            inventory.reserve(submitted.order(), lines, now));
      }
      case Known known when known.history().fingerprint().equals(submitted.fingerprint()) ->
          new Decision.Duplicate();
      case Known known -> new Decision.Conflict(reject(known, submitted, now));
    };
  }

  private Decision outcome(OrderState state, Outcome outcome, Instant now) {
    return switch (state) {
      case Absent _ ->
          new Decision.Unexpected("group " + outcome.group() + " answers for an unknown order");
      case Reserving reserving -> whileReserving(reserving, outcome, now);
      case Reserved reserved -> whileHeld(reserved, outcome);
      case Confirmed confirmed -> whileHeld(confirmed, outcome);
      case Ended ended -> onceEnded(ended, outcome);
    };
  }

  private Decision whileReserving(Reserving reserving, Outcome outcome, Instant now) {
    return switch (outcome) {
      case GroupReserved reserved when reserving.pending().has(reserved.group()) ->
          reserved(reserving, reserved, now);
      case GroupReserved reserved when reserving.held().has(reserved.group()) ->
          new Decision.Duplicate();
      case GroupRefused refused when reserving.pending().has(refused.group()) ->
          refused(reserving, refused, now);
      // A group that neither is awaited nor holds is one whose refusal was taken.
      case GroupRefused refused
          when reserving.order().getAllowPartial()
              && !reserving.held().has(refused.group())
              && groups.split(reserving.order()).containsKey(refused.group()) ->
          new Decision.Duplicate();
      default -> contradiction(reserving, outcome);
    };
  }

  private Decision whileHeld(Open order, Outcome outcome) {
    return switch (outcome) {
      case GroupReserved(var _, int group, var _) when order.held().has(group) ->
          new Decision.Duplicate();
      case GroupRefused refused
          when order.order().getAllowPartial()
              && !order.held().has(refused.group())
              && groups.split(order.order()).containsKey(refused.group()) ->
          new Decision.Duplicate();
      default -> contradiction(order, outcome);
    };
  }

  /**
   * Late answers are expected; the marker no longer knows all groups, so the rest are duplicates.
   */
  private static Decision onceEnded(Ended ended, Outcome outcome) {
    int group = outcome.group();
    boolean fulfilled = ended.status() == OrderStatus.FULFILLED;
    return switch (outcome) {
      case GroupReserved _, GroupRefused _ ->
          ended.pending().has(group)
              ? Advanced.quietly(ended.answered(group))
              : new Decision.Duplicate();
      case GroupReleased _ -> fulfilled ? contradiction(ended, outcome) : released(ended, group);
      case GroupFulfilled _ -> fulfilled ? released(ended, group) : contradiction(ended, outcome);
    };
  }

  private static Decision released(Ended ended, int group) {
    return ended.releasing().has(group)
        ? Advanced.quietly(ended.released(group))
        : new Decision.Duplicate();
  }

  private Decision reserved(Reserving reserving, GroupReserved outcome, Instant now) {
    List<LineRefusal> refused = outcome.refusals();
    if (!refused.isEmpty() && !reserving.order().getAllowPartial()) {
      // Not what was asked for: what the group does hold has to be given back like the others'.
      PartitionSet all = reserving.held().and(reserving.pending());
      Ended next = reserving.rejected(outcome.group(), LineRefusals.reason(refused), now);
      return left(
          reserving, new Ended(next.history(), next.status(), next.pending(), all), refused);
    }
    return moved(reserving, reserving.reserved(outcome.group(), refused, now), refused);
  }

  private Decision refused(Reserving reserving, GroupRefused outcome, Instant now) {
    List<LineRefusal> named = outcome.refusals();
    if (!reserving.order().getAllowPartial()) {
      Ended next = reserving.rejected(outcome.group(), LineRefusals.reason(named), now);
      return left(reserving, next, named);
    }
    List<ReservationLine> lines =
        Objects.requireNonNull(
            groups.split(reserving.order()).get(outcome.group()), "a group has lines");
    List<LineRefusal> refused = LineRefusals.ofAll(lines, named);
    return moved(reserving, reserving.missing(outcome.group(), refused, now), refused);
  }

  private Decision moved(Reserving before, Known after, List<LineRefusal> refused) {
    return switch (after) {
      case Reserving reserving -> Advanced.quietly(reserving);
      case Open open ->
          Advanced.changed(
              before, open, OrderEvents.entered(open, open.order(), open.refusals()), List.of());
      case Ended ended -> left(before, ended, refused);
    };
  }

  private Advanced left(Open before, Ended after, List<LineRefusal> more) {
    List<LineRefusal> refusals = new ArrayList<>(before.refusals());
    refusals.addAll(more);
    return Advanced.changed(
        before,
        after,
        OrderEvents.entered(after, before.order(), refusals),
        inventory.release(before.order(), after.releasing(), after.history().changedAt()));
  }

  private Decision holdEnded(OrderState state, Instant now) {
    return switch (state) {
      case Reserved reserved when reserved.isOver(now) ->
          left(reserved, reserved.expired(now), List.of());
      case Absent _ -> new Decision.Unexpected("a deadline of an unknown order");
      // The hold was extended, or something else came first.
      case Known _ -> new Decision.Duplicate();
    };
  }

  private static OrderReject reject(Known known, Submitted submitted, Instant now) {
    return OrderReject.newBuilder()
        .setOrderId(submitted.orderId())
        .setOrder(submitted.order())
        .setFingerprint(submitted.fingerprint())
        .setKnownFingerprint(known.history().fingerprint())
        .setKnownStatus(known.status())
        .setKnownVersion(known.history().version())
        .setRejectedAt(Times.timestamp(now))
        .build();
  }

  /** An answer that nothing was asked for, or that takes back an earlier one. */
  private static Decision contradiction(Known known, Outcome outcome) {
    return new Decision.Unexpected(
        outcome.getClass().getSimpleName()
            + " of group "
            + outcome.group()
            + " does not follow from "
            + known.status());
  }
}
