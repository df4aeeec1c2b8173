package io.spillway.order.core;

import com.google.protobuf.ByteString;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Where an order stands. Each state is immutable and offers only its legal transitions; a
 * transition from a state that the caller has not looked at first throws {@link
 * IllegalArgumentException}.
 */
public sealed interface OrderState {
  record Absent() implements OrderState {
    /** Stock has been asked for at every group. */
    Reserving submitted(Order order, ByteString fingerprint, PartitionSet groups, Instant now) {
      return new Reserving(
          OrderHistory.first(order.getTenant(), fingerprint, now),
          order,
          groups,
          PartitionSet.none(),
          List.of());
    }
  }

  /** An order that has been published at least once. */
  sealed interface Known extends OrderState {
    /** Its version, history and answered commands. */
    OrderHistory history();

    /** As the last event said. */
    OrderStatus status();

    /** The same state, remembering one more applied command. */
    Known answered(CommandResult result);
  }

  /** An order that may still change. */
  sealed interface Open extends Known {
    Order order();

    /** Partitions that have not answered the reservation. */
    default PartitionSet pending() {
      return PartitionSet.none();
    }

    /** Partitions that hold lines for it. */
    PartitionSet held();

    /** The lines it will not have, known so far. */
    List<LineRefusal> refusals();

    /** Every group is to give back what it holds or is about to hold. */
    default Ended cancelled(String reason, Instant now) {
      return Ended.of(this, OrderStatus.CANCELLED, pending(), held().and(pending()), reason, now);
    }
  }

  /**
   * Stock has been asked for; nothing is promised.
   *
   * @param pending groups that have not answered, never empty
   * @param held groups that hold their lines, or with {@code allow_partial} some of them
   */
  record Reserving(
      OrderHistory history,
      Order order,
      PartitionSet pending,
      PartitionSet held,
      List<LineRefusal> refusals)
      implements Open {
    public Reserving {
      require(!pending.isEmpty(), "a reserving order awaits an answer");
      refusals = List.copyOf(refusals);
    }

    @Override
    public OrderStatus status() {
      return OrderStatus.RESERVING;
    }

    @Override
    public Reserving answered(CommandResult result) {
      return new Reserving(history.answered(result), order, pending, held, refusals);
    }

    /** One more group holds its lines, all but the refused ones; the last one decides. */
    Known reserved(int group, List<LineRefusal> refused, Instant now) {
      return settled(group, held.with(group), refused, now);
    }

    /** One group of an order that may be kept in part holds nothing; the last one decides. */
    Known missing(int group, List<LineRefusal> refused, Instant now) {
      require(order.getAllowPartial(), "without all its lines the order is rejected");
      return settled(group, held, refused, now);
    }

    /** Every other group is to give back what it holds or is about to hold. */
    Ended rejected(int group, String reason, Instant now) {
      require(pending.has(group), "only a pending group can refuse");
      PartitionSet awaited = pending.without(group);
      return Ended.of(this, OrderStatus.REJECTED, awaited, held.and(awaited), reason, now);
    }

    private Known settled(int group, PartitionSet holding, List<LineRefusal> more, Instant now) {
      require(pending.has(group), "only a pending group can answer");
      PartitionSet awaited = pending.without(group);
      List<LineRefusal> refused = concat(refusals, more);
      if (!awaited.isEmpty()) {
        return new Reserving(history, order, awaited, holding, refused);
      }
      if (holding.isEmpty()) {
        return Ended.of(
            this, OrderStatus.REJECTED, awaited, holding, LineRefusals.reason(refused), now);
      }
      if (order.hasHoldFor()) {
        Instant until = now.plus(Holds.of(order));
        return new Reserved(
            history.changed(OrderStatus.RESERVED, now, ""), order, holding, refused, until);
      }
      return new Confirmed(
          history.changed(OrderStatus.CONFIRMED, now, ""), order, holding, refused);
    }
  }

  /**
   * The lines are held for a confirmation.
   *
   * @param holdUntil from then on the hold is over
   */
  record Reserved(
      OrderHistory history,
      Order order,
      PartitionSet held,
      List<LineRefusal> refusals,
      Instant holdUntil)
      implements Open {
    public Reserved {
      refusals = List.copyOf(refusals);
    }

    @Override
    public OrderStatus status() {
      return OrderStatus.RESERVED;
    }

    @Override
    public Reserved answered(CommandResult result) {
      return new Reserved(history.answered(result), order, held, refusals, holdUntil);
    }

    /** Whether nothing but the expiry can follow. */
    boolean isOver(Instant now) {
      return !now.isBefore(holdUntil);
    }

    Confirmed confirmed(Instant now) {
      return new Confirmed(history.changed(OrderStatus.CONFIRMED, now, ""), order, held, refusals);
    }

    Reserved extended(Duration by, Instant now) {
      return new Reserved(
          history.changed(OrderStatus.RESERVED, now, "hold extended"),
          order,
          held,
          refusals,
          holdUntil.plus(by));
    }

    /** Every group that holds is to give back. */
    Ended expired(Instant now) {
      require(isOver(now), "a hold ends at its end");
      return Ended.of(this, OrderStatus.EXPIRED, PartitionSet.none(), held, "", now);
    }
  }

  /** The lines are held for this order until it is handed over or taken back. */
  record Confirmed(OrderHistory history, Order order, PartitionSet held, List<LineRefusal> refusals)
      implements Open {
    public Confirmed {
      refusals = List.copyOf(refusals);
    }

    @Override
    public OrderStatus status() {
      return OrderStatus.CONFIRMED;
    }

    @Override
    public Confirmed answered(CommandResult result) {
      return new Confirmed(history.answered(result), order, held, refusals);
    }

    /** Every group that holds is to hand over. */
    Ended fulfilled(Instant now) {
      return Ended.of(this, OrderStatus.FULFILLED, PartitionSet.none(), held, "", now);
    }
  }

  /**
   * Rejected, cancelled, expired or fulfilled, for good. The order's lines are no longer needed;
   * the marker stays, so that a replayed submission makes nothing new.
   *
   * @param pending groups whose answer to the reservation is still to come
   * @param releasing groups that were told to give back or to hand over, and have not said so yet
   */
  record Ended(
      OrderHistory history, OrderStatus status, PartitionSet pending, PartitionSet releasing)
      implements Known {
    private static final Set<OrderStatus> FINAL =
        EnumSet.of(
            OrderStatus.REJECTED,
            OrderStatus.CANCELLED,
            OrderStatus.EXPIRED,
            OrderStatus.FULFILLED);

    public Ended {
      require(FINAL.contains(status), "nothing ends as " + status);
    }

    private static Ended of(
        Open before,
        OrderStatus status,
        PartitionSet pending,
        PartitionSet releasing,
        String reason,
        Instant now) {
      return new Ended(before.history().changed(status, now, reason), status, pending, releasing);
    }

    @Override
    public Ended answered(CommandResult result) {
      return new Ended(history.answered(result), status, pending, releasing);
    }

    /** A late answer to the reservation; the release that follows it is on its way. */
    Ended answered(int group) {
      require(pending.has(group), "only a pending group can answer");
      return new Ended(history, status, pending.without(group), releasing);
    }

    /** One group gave back, or handed over, its lines. */
    Ended released(int group) {
      require(releasing.has(group), "only a releasing group can release");
      return new Ended(history, status, pending, releasing.without(group));
    }
  }

  private static List<LineRefusal> concat(List<LineRefusal> some, List<LineRefusal> more) {
    if (some.isEmpty() || more.isEmpty()) {
      return some.isEmpty() ? more : some;
    }
    List<LineRefusal> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
