package io.spillway.operate.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.inventory.v1.Availability;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderCommand;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.orders.v1.OrderReject;
import io.spillway.schemas.topics.Topic;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose record it is. Either part is empty when the record does not tell. Pure.
 *
 * @param tenant the tenant's name
 * @param orderId the order's id as text
 */
public record RecordSubject(String tenant, String orderId) {
  /** Of bytes that are no message of their topic, or of a topic without messages. */
  public static final RecordSubject UNKNOWN = new RecordSubject("", "");

  private static final Set<Topic> WITHOUT_TENANT =
      Set.of(Topic.ORDERS_COMMANDS, Topic.ORDERS_COMMAND_RESULTS, Topic.INVENTORY_OUTCOMES);
  private static final Set<Topic> WITHOUT_ORDER =
      Set.of(
          Topic.INVENTORY_AVAILABILITY,
          Topic.CDC_STOCK,
          Topic.CDC_STOCK_MOVEMENTS,
          Topic.CDC_PRODUCTS);

  private static final Set<Topic> KEYED_BY_SKU =
      Set.of(Topic.INVENTORY_AVAILABILITY, Topic.CDC_STOCK, Topic.CDC_PRODUCTS);

  /** Whether records of a topic tell their tenant. */
  public static boolean tellsTenant(Topic topic) {
    return isMessage(topic) && !WITHOUT_TENANT.contains(topic);
  }

  /** Whether records of a topic tell their order. */
  public static boolean tellsOrder(Topic topic) {
    return isMessage(topic) && !WITHOUT_ORDER.contains(topic);
  }

  /** Reads as little as possible: a tombstone has its key only. */
  public static RecordSubject of(Topic topic, byte @Nullable [] key, byte @Nullable [] value) {
    try {
      return value == null ? ofKey(topic, key) : ofValue(topic, value);
    } catch (InvalidProtocolBufferException e) {
      return UNKNOWN;
    }
  }

  private static boolean isMessage(Topic topic) {
    return topic.routing() != Topic.Routing.SINGLE;
  }

  private static RecordSubject ofKey(Topic topic, byte @Nullable [] key) {
    if (key == null) {
      return UNKNOWN;
    }
    String text = new String(key, UTF_8);
    if (KEYED_BY_SKU.contains(topic)) {
      int slash = text.indexOf('/');
      return slash < 0 ? UNKNOWN : new RecordSubject(text.substring(0, slash), "");
    }
    return topic == Topic.CDC_ORDERS ? new RecordSubject("", text) : UNKNOWN;
  }

  private static RecordSubject ofValue(Topic topic, byte[] value)
      throws InvalidProtocolBufferException {
    return switch (topic) {
      case ORDERS_INTAKE -> of(OrderIntake.parseFrom(value));
      case ORDERS_COMMANDS -> of(OrderCommand.parseFrom(value));
      case ORDERS_COMMAND_RESULTS ->
          new RecordSubject("", CommandResult.parseFrom(value).getOrderId());
      case ORDERS_REJECTS -> of(OrderReject.parseFrom(value).getOrder());
      case ORDERS_EVENTS -> of(OrderEvent.parseFrom(value).getOrder());
      case INVENTORY_COMMANDS -> of(InventoryCommand.parseFrom(value));
      case INVENTORY_OUTCOMES ->
          new RecordSubject("", InventoryOutcome.parseFrom(value).getOrderId());
      case INVENTORY_AVAILABILITY ->
          new RecordSubject(Availability.parseFrom(value).getTenant(), "");
      case CDC_ORDERS, CDC_STOCK, CDC_STOCK_MOVEMENTS, CDC_PRODUCTS ->
          of(RowChange.parseFrom(value));
      default -> UNKNOWN;
    };
  }

  private static RecordSubject of(OrderIntake intake) {
    return intake.hasCommand() ? of(intake.getCommand()) : of(intake.getSubmit().getOrder());
  }

  private static RecordSubject of(OrderCommand command) {
    return new RecordSubject("", command.getOrderId());
  }

  private static RecordSubject of(Order order) {
    return new RecordSubject(order.getTenant(), order.getOrderId());
  }

  private static RecordSubject of(InventoryCommand command) {
    return switch (command.getCommandCase()) {
      case RESERVE ->
          new RecordSubject(command.getReserve().getTenant(), command.getReserve().getOrderId());
      case RELEASE ->
          new RecordSubject(command.getRelease().getTenant(), command.getRelease().getOrderId());
      case FULFIL ->
          new RecordSubject(command.getFulfil().getTenant(), command.getFulfil().getOrderId());
      case ADJUST -> new RecordSubject(command.getAdjust().getTenant(), "");
      case COMMAND_NOT_SET -> UNKNOWN;
    };
  }

  private static RecordSubject of(RowChange change) {
    return switch (change.getRowCase()) {
      case ORDER ->
          new RecordSubject(change.getOrder().getTenant(), change.getOrder().getOrderId());
      case STOCK -> new RecordSubject(change.getStock().getTenant(), "");
      case MOVEMENT -> new RecordSubject(change.getMovement().getTenant(), "");
      case PRODUCT -> new RecordSubject(change.getProduct().getTenant(), "");
      case ROW_NOT_SET -> UNKNOWN;
    };
  }
}
