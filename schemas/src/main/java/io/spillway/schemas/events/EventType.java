package io.spillway.schemas.events;

import com.google.protobuf.Message;
import io.spillway.schemas.codec.Source;
import io.spillway.schemas.inventory.v1.Availability;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.topics.Topic;

/**
 * Every type of public event: its {@code ce_type}, its topic and who writes it. Types are contract;
 * none changes.
 */
public enum EventType {
  ORDER_CREATED("io.spillway.orders.v1.OrderCreated"),
  ORDER_RESERVED("io.spillway.orders.v1.OrderReserved"),
  ORDER_CONFIRMED("io.spillway.orders.v1.OrderConfirmed"),
  ORDER_REJECTED("io.spillway.orders.v1.OrderRejected"),
  ORDER_CANCELLED("io.spillway.orders.v1.OrderCancelled"),
  ORDER_EXPIRED("io.spillway.orders.v1.OrderExpired"),
  ORDER_FULFILLED("io.spillway.orders.v1.OrderFulfilled"),
  HOLD_EXTENDED("io.spillway.orders.v1.HoldExtended"),
  AVAILABILITY(
      Topic.INVENTORY_AVAILABILITY,
      Source.INVENTORY_AVAILABILITY,
      "io.spillway.inventory.v1.Availability"),
  /** A tombstone: the record has no value. */
  AVAILABILITY_REMOVED(
      Topic.INVENTORY_AVAILABILITY,
      Source.INVENTORY_AVAILABILITY,
      "io.spillway.inventory.v1.AvailabilityRemoved");

  private final Topic topic;
  private final Source source;
  private final String type;

  EventType(String type) {
    this(Topic.ORDERS_EVENTS, Source.ORDER_PROCESSOR, type);
  }

  EventType(Topic topic, Source source, String type) {
    this.topic = topic;
    this.source = source;
    this.type = type;
  }

  public Topic topic() {
    return topic;
  }

  public Source source() {
    return source;
  }

  /** The {@code ce_type}. */
  public String type() {
    return type;
  }

  /**
   * The type of an order's event.
   *
   * @throws IllegalArgumentException when it does not say what changed
   */
  public static EventType of(OrderEvent event) {
    return switch (event.getChangeCase()) {
      case CREATED -> ORDER_CREATED;
      case RESERVED -> ORDER_RESERVED;
      case CONFIRMED -> ORDER_CONFIRMED;
      case REJECTED -> ORDER_REJECTED;
      case CANCELLED -> ORDER_CANCELLED;
      case EXPIRED -> ORDER_EXPIRED;
      case FULFILLED -> ORDER_FULFILLED;
      case HOLD_EXTENDED -> HOLD_EXTENDED;
      case CHANGE_NOT_SET -> throw new IllegalArgumentException("an event of no change");
    };
  }

  /**
   * An empty message of those that are the values of a public topic.
   *
   * @throws IllegalArgumentException when the topic is not public
   */
  public static Message example(Topic topic) {
    return switch (topic) {
      case ORDERS_EVENTS -> OrderEvent.getDefaultInstance();
      case INVENTORY_AVAILABILITY -> Availability.getDefaultInstance();
      default -> throw new IllegalArgumentException(topic.topicName() + " is not a public topic");
    };
  }
}
