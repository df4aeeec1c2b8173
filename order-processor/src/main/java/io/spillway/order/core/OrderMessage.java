package io.spillway.order.core;

import com.google.protobuf.ByteString;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import java.util.List;

/** What the saga of one order reacts to. */
public sealed interface OrderMessage {
  /** The order it is about, in canonical text. */
  String orderId();

  /**
   * A customer's order.
   *
   * @param fingerprint tells another body under the same id
   */
  record Submitted(Order order, ByteString fingerprint) implements OrderMessage {
    @Override
    public String orderId() {
      return order.getOrderId();
    }
  }

  /** The answer of one inventory group to one command of an order. */
  sealed interface Outcome extends OrderMessage {
    /** The group that answers. */
    int group();
  }

  /** All lines of the group are held. */
  record GroupReserved(String orderId, int group) implements Outcome {}

  /** No line of the group is held, and why. */
  record GroupRefused(String orderId, int group, List<LineRefusal> refusals) implements Outcome {
    public GroupRefused {
      refusals = List.copyOf(refusals);
    }
  }

  /** The group holds nothing any more, and never will for this order. */
  record GroupReleased(String orderId, int group) implements Outcome {}
}
