package io.spillway.order.core;

import com.google.protobuf.ByteString;
import io.spillway.schemas.orders.v1.Order;

/**
 * Where an order stands. Each state is immutable and offers only its legal transitions; a
 * transition from a state that the caller has not looked at first throws {@link
 * IllegalArgumentException}.
 */
public sealed interface OrderState {
  /** An order nobody has submitted yet. */
  record Absent() implements OrderState {
    /** Stock has been asked for at every group. */
    Reserving submitted(Order order, ByteString fingerprint, Groups groups) {
      return new Reserving(1, fingerprint, order, groups, Groups.none());
    }
  }

  /** An order that has been published at least once. */
  sealed interface Known extends OrderState {
    /** Number of the last published change; starts at 1. */
    long version();

    /** Of the request that made the order. */
    ByteString fingerprint();
  }

  /**
   * Stock has been asked for; nothing is promised.
   *
   * @param pending groups that have not answered, never empty
   * @param held groups that hold their lines
   */
  record Reserving(long version, ByteString fingerprint, Order order, Groups pending, Groups held)
      implements Known {
    public Reserving {
      require(!pending.isEmpty(), "a reserving order awaits an answer");
    }

    /** One more group holds its lines; the last one confirms the order. */
    Known reserved(int group) {
      require(pending.has(group), "only a pending group can reserve");
      Groups awaited = pending.without(group);
      return awaited.isEmpty()
          ? new Confirmed(version + 1, fingerprint, order, held.with(group))
          : new Reserving(version, fingerprint, order, awaited, held.with(group));
    }

    /** One group refused, so every other one is to give back what it holds or is about to hold. */
    Rejected refused(int group) {
      require(pending.has(group), "only a pending group can refuse");
      Groups awaited = pending.without(group);
      return new Rejected(version + 1, fingerprint, awaited, held.and(awaited));
    }
  }

  /** Every line is held for this order. The order stays, for what may become of it later. */
  record Confirmed(long version, ByteString fingerprint, Order order, Groups held)
      implements Known {}

  /**
   * Nothing is promised. The order's lines are no longer needed; the marker stays, so that a
   * replayed submission makes nothing new.
   *
   * @param pending groups whose answer to the reservation is still to come
   * @param releasing groups that have not said yet that they hold nothing
   */
  record Rejected(long version, ByteString fingerprint, Groups pending, Groups releasing)
      implements Known {
    /** A late answer to the reservation; the release that follows it is on its way. */
    Rejected answered(int group) {
      require(pending.has(group), "only a pending group can answer");
      return new Rejected(version, fingerprint, pending.without(group), releasing);
    }

    /** One group gave back its lines. */
    Rejected released(int group) {
      require(releasing.has(group), "only a releasing group can release");
      return new Rejected(version, fingerprint, pending, releasing.without(group));
    }
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
