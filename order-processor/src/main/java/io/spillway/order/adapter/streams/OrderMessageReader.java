package io.spillway.order.adapter.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.order.core.OrderLimits;
import io.spillway.order.core.OrderMessage;
import io.spillway.order.core.OrderMessage.Submitted;
import io.spillway.order.core.OrderMessages;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderCommand;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of any source. Everything the saga and those behind it rely on is checked here, so
 * what comes through can be decided. Throws {@link PoisonException} otherwise.
 */
final class OrderMessageReader {
  private static final ProtoSerde<OrderIntake> INTAKE =
      ProtoSerde.of(OrderIntake.getDefaultInstance());
  private static final ProtoSerde<OrderCommand> COMMAND =
      ProtoSerde.of(OrderCommand.getDefaultInstance());
  private static final ProtoSerde<InventoryOutcome> OUTCOME =
      ProtoSerde.of(InventoryOutcome.getDefaultInstance());

  private final Partitioning partitioning;

  OrderMessageReader(Partitioning partitioning) {
    this.partitioning = partitioning;
  }

  OrderMessage read(Topic topic, int partition, byte @Nullable [] key, byte @Nullable [] value) {
    if (key == null || value == null) {
      throw new PoisonException("the record has no " + (key == null ? "key" : "value"));
    }
    try {
      OrderMessage message = message(topic, value);
      requirePlace(topic, partition, new String(key, UTF_8), message);
      return message;
    } catch (SerializationException e) {
      throw new PoisonException("not readable as " + topic.topicName() + ": " + e.getCause(), e);
    } catch (IllegalArgumentException e) {
      throw new PoisonException("" + e.getMessage(), e);
    }
  }

  private static OrderMessage message(Topic topic, byte[] value) {
    return switch (topic) {
      case ORDERS_INTAKE -> possible(OrderMessages.of(INTAKE.parse(value)));
      case ORDERS_COMMANDS -> OrderMessages.of(COMMAND.parse(value));
      case INVENTORY_OUTCOMES -> OrderMessages.of(OUTCOME.parse(value));
      default -> throw new IllegalArgumentException("no source of the saga: " + topic.topicName());
    };
  }

  /** A readable command, as a record of the intake. */
  static byte[] asIntake(byte[] command) {
    return OrderIntake.newBuilder().setCommand(COMMAND.parse(command)).build().toByteArray();
  }

  private static OrderMessage possible(OrderMessage message) {
    if (!(message instanceof Submitted submitted)) {
      return message;
    }
    Order order = submitted.order();
    List<String> faults = OrderLimits.faults(order);
    if (!faults.isEmpty()) {
      throw new PoisonException("not a possible order: " + String.join("; ", faults));
    }
    if (id(order.getOrderId()).slot()
        != SlotMap.orderSlot(order.getTenant(), order.getCustomerId())) {
      throw new PoisonException("the order id carries another slot than its customer has");
    }
    return submitted;
  }

  /** An order handled in a partition not its own would be a second order there. */
  private void requirePlace(Topic topic, int partition, String key, OrderMessage message) {
    RoutedId id = id(message.orderId());
    if (!id.toString().equals(key)) {
      throw new PoisonException("the key is not the order id of the message");
    }
    int expected = partitioning.partition(topic, id.slot());
    if (partition != expected) {
      throw new PoisonException(
          "in partition " + partition + ", but the order id belongs to partition " + expected);
    }
  }

  private static RoutedId id(String text) {
    try {
      return RoutedId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new PoisonException("the order id is not one of ours", e);
    }
  }
}
