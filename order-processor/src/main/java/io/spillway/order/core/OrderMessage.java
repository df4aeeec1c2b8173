package io.spillway.order.core;

import com.google.protobuf.ByteString;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.orders.v1.Order;
import java.time.Duration;
import java.time.Instant;
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
    int group();
  }

  /**
   * The group's lines are held.
   *
   * @param refusals lines that are not, of an order that may be kept in part
   */
  record GroupReserved(String orderId, int group, List<LineRefusal> refusals) implements Outcome {
    public GroupReserved {
      refusals = List.copyOf(refusals);
    }
  }

  /** No line of the group is held, and why. */
  record GroupRefused(String orderId, int group, List<LineRefusal> refusals) implements Outcome {
    public GroupRefused {
      refusals = List.copyOf(refusals);
    }
  }

  /** The group holds nothing any more, and never will for this order. */
  record GroupReleased(String orderId, int group) implements Outcome {}

  /** What the group held has left the stock. */
  record GroupFulfilled(String orderId, int group) implements Outcome {}

  /** What a shop asks of its order; each is answered with a result. */
  sealed interface Command extends OrderMessage {
    /** Names the command among those of its order. */
    String commandId();
  }

  /** A command of a caller who acts for some tenants only: nobody else's order exists for it. */
  record TenantCommand(Action action, List<String> tenants) implements Command {
    public TenantCommand {
      tenants = List.copyOf(tenants);
    }

    @Override
    public String orderId() {
      return action.orderId();
    }

    @Override
    public String commandId() {
      return action.commandId();
    }
  }

  /** A command by itself. */
  sealed interface Action extends Command {}

  /** Make a reserved order sure. */
  record Confirm(String orderId, String commandId) implements Action {}

  /** Take the order back; the reason is the shop's, and may be empty. */
  record Cancel(String orderId, String commandId, String reason) implements Action {}

  /** The order has been handed over. */
  record Fulfil(String orderId, String commandId) implements Action {}

  /** Hold a reserved order for longer. */
  record ExtendHold(String orderId, String commandId, Duration by) implements Action {}

  /** The deadline that a timer was started for has passed. */
  record HoldEnded(String orderId, Instant deadline) implements OrderMessage {}
}
