package io.spillway.order.core;

import io.spillway.order.core.OrderMessage.GroupRefused;
import io.spillway.order.core.OrderMessage.GroupReleased;
import io.spillway.order.core.OrderMessage.GroupReserved;
import io.spillway.order.core.OrderMessage.Submitted;
import io.spillway.order.core.OrderState.Absent;
import io.spillway.order.core.OrderState.Confirmed;
import io.spillway.order.core.OrderState.Known;
import io.spillway.order.core.OrderState.Rejected;
import io.spillway.order.core.OrderState.Reserving;
import io.spillway.order.core.Step.Advanced;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.ReservationLine;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/**
 * The way of one order: all lines or none. Pure: the same state, message and time decide the same.
 *
 * <p>At the first refusal <em>every</em> other group is told to release, those that hold and those
 * that have not answered. The release follows its reservation through the same partition, both
 * written in transactions of one producer, so it finds the lines held, or leaves a mark that voids
 * a reservation carried out later. Waiting for a group's answer before releasing it would keep
 * stock held for ever when that answer is lost or cannot be read, and would keep the order's lines
 * until then.
 */
public final class OrderSaga {
  private final ReservationGroups groups;

  /** A saga over so many partitions of {@code inventory.commands.v1}. */
  public OrderSaga(int inventoryPartitions) {
    this.groups = new ReservationGroups(inventoryPartitions);
  }

  /** What the message means for an order in the given state. */
  public Step decide(OrderState state, OrderMessage message, Instant now) {
    return switch (state) {
      case Absent absent -> decideAbsent(absent, message, now);
      case Reserving reserving -> decideReserving(reserving, message, now);
      case Confirmed confirmed -> decideConfirmed(confirmed, message);
      case Rejected rejected -> decideRejected(rejected, message);
    };
  }

  private Step decideAbsent(Absent absent, OrderMessage message, Instant now) {
    return switch (message) {
      case Submitted submitted -> {
        SortedMap<Integer, List<ReservationLine>> lines = groups.split(submitted.order());
        Reserving next =
            absent.submitted(submitted.order(), submitted.fingerprint(), Groups.of(lines.keySet()));
        OrderEvent created = OrderEvents.created(next.version(), submitted.order(), now);
        List<InventoryCommand> commands = new ArrayList<>();
        lines.forEach(
            (group, held) ->
                commands.add(InventoryCommands.reserve(submitted.order(), group, held, now)));
        yield new Advanced(next, List.of(created), commands);
      }
      case OrderMessage.Outcome outcome ->
          new Step.Unexpected("group " + outcome.group() + " answers for an unknown order");
    };
  }

  private Step decideReserving(Reserving reserving, OrderMessage message, Instant now) {
    return switch (message) {
      case Submitted submitted -> resubmitted(reserving, submitted);
      case GroupReserved(var _, int group) when reserving.pending().has(group) ->
          reserved(reserving, group, now);
      case GroupReserved(var _, int group) when reserving.held().has(group) -> new Step.Duplicate();
      case GroupRefused refused when reserving.pending().has(refused.group()) ->
          refused(reserving, refused, now);
      case OrderMessage.Outcome outcome -> contradiction(reserving, outcome);
    };
  }

  private Step decideConfirmed(Confirmed confirmed, OrderMessage message) {
    return switch (message) {
      case Submitted submitted -> resubmitted(confirmed, submitted);
      case GroupReserved(var _, int group) when confirmed.held().has(group) -> new Step.Duplicate();
      case OrderMessage.Outcome outcome -> contradiction(confirmed, outcome);
    };
  }

  /**
   * Late answers are expected; the marker no longer knows all groups, so the rest are duplicates.
   */
  private Step decideRejected(Rejected rejected, OrderMessage message) {
    return switch (message) {
      case Submitted submitted -> resubmitted(rejected, submitted);
      case GroupReleased(var _, int group) when rejected.releasing().has(group) ->
          Advanced.quietly(rejected.released(group));
      case GroupReserved(var _, int group) when rejected.pending().has(group) ->
          Advanced.quietly(rejected.answered(group));
      case GroupRefused refused when rejected.pending().has(refused.group()) ->
          Advanced.quietly(rejected.answered(refused.group()));
      case OrderMessage.Outcome _ -> new Step.Duplicate();
    };
  }

  private Step reserved(Reserving reserving, int group, Instant now) {
    Known next = reserving.reserved(group);
    return next instanceof Confirmed confirmed
        ? new Advanced(
            confirmed,
            List.of(OrderEvents.confirmed(confirmed.version(), confirmed.order(), now)),
            List.of())
        : Advanced.quietly(next);
  }

  private Step refused(Reserving reserving, GroupRefused refused, Instant now) {
    Rejected next = reserving.refused(refused.group());
    SortedMap<Integer, List<ReservationLine>> lines = groups.split(reserving.order());
    List<InventoryCommand> releases = new ArrayList<>();
    for (int group : next.releasing()) {
      List<ReservationLine> held = Objects.requireNonNull(lines.get(group), "a group has lines");
      releases.add(InventoryCommands.release(reserving.order(), group, held, now));
    }
    OrderEvent rejected =
        OrderEvents.rejected(next.version(), reserving.order(), refused.refusals(), now);
    return new Advanced(next, List.of(rejected), releases);
  }

  private static Step resubmitted(Known known, Submitted submitted) {
    return known.fingerprint().equals(submitted.fingerprint())
        ? new Step.Duplicate()
        : new Step.Conflict();
  }

  /** An answer that nothing was asked for, or that takes back an earlier one. */
  private static Step contradiction(Known known, OrderMessage.Outcome outcome) {
    return new Step.Unexpected(
        outcome.getClass().getSimpleName()
            + " of group "
            + outcome.group()
            + " does not follow from "
            + known.getClass().getSimpleName());
  }
}
