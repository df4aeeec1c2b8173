package io.spillway.order.adapter.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.spillway.order.core.OrderLimits;
import io.spillway.order.core.OrderMessage;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of either source. Everything the saga and those behind it rely on is checked here,
 * so what comes through can be decided. Throws {@link PoisonException} otherwise.
 */
final class OrderMessageReader {
  private static final ProtoSerde<OrderIntake> INTAKE =
      ProtoSerde.of(OrderIntake.getDefaultInstance());
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
      OrderMessage message =
          topic == Topic.ORDERS_INTAKE
              ? intake(INTAKE.parse(value))
              : outcome(OUTCOME.parse(value));
      requirePlace(topic, partition, new String(key, UTF_8), message);
      return message;
    } catch (SerializationException e) {
      throw new PoisonException("not readable as " + topic.topicName() + ": " + e.getCause(), e);
    }
  }

  private static OrderMessage intake(OrderIntake intake) {
    return switch (intake.getMessageCase()) {
      case SUBMIT -> submitted(intake.getSubmit().getOrder(), intake.getSubmit().getFingerprint());
      case MESSAGE_NOT_SET -> throw new PoisonException("an intake message of no known type");
    };
  }

  private static OrderMessage submitted(Order order, ByteString fingerprint) {
    List<String> faults = OrderLimits.faults(order);
    if (!faults.isEmpty()) {
      throw new PoisonException("not a possible order: " + String.join("; ", faults));
    }
    if (id(order.getOrderId()).slot()
        != SlotMap.orderSlot(order.getTenant(), order.getCustomerId())) {
      throw new PoisonException("the order id carries another slot than its customer has");
    }
    return new OrderMessage.Submitted(order, fingerprint);
  }

  private static OrderMessage outcome(InventoryOutcome outcome) {
    String orderId = outcome.getOrderId();
    int group = outcome.getGroup();
    return switch (outcome.getOutcomeCase()) {
      case RESERVED -> new OrderMessage.GroupReserved(orderId, group);
      case REFUSED ->
          new OrderMessage.GroupRefused(orderId, group, outcome.getRefused().getRefusalsList());
      case RELEASED -> new OrderMessage.GroupReleased(orderId, group);
      case OUTCOME_NOT_SET -> throw new PoisonException("an outcome of no known type");
    };
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
