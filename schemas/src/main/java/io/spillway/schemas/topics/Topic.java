package io.spillway.schemas.topics;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Every topic of the pipeline: its name, how it is routed and how long it keeps records. */
public enum Topic {
  /** Accepted orders, as ingest took them. Keyed by order id. */
  ORDERS_INTAKE("orders.intake.v1", Routing.ORDER, Duration.ofDays(14)),
  /** What shops ask of their orders: confirm, cancel, fulfil, extend. Keyed by order id. */
  ORDERS_COMMANDS("orders.commands.v1", Routing.ORDER, Duration.ofDays(14)),
  /** The saga's answers to those commands. Keyed by order id. */
  ORDERS_COMMAND_RESULTS("orders.command-results.v1", Routing.ORDER, Duration.ofDays(1)),
  /** Submissions under a key that was used for another order. Keyed by order id. */
  ORDERS_REJECTS("orders.rejects.v1", Routing.ORDER, Duration.ofDays(30)),
  /** Public: one event per change of an order, the whole order inside. Keyed by order id. */
  ORDERS_EVENTS("orders.events.v1", Routing.ORDER, Duration.ofDays(14)),
  /** Reservations, releases and adjustments. Keyed by order id, or by SKU for adjustments. */
  INVENTORY_COMMANDS("inventory.commands.v1", Routing.STOCK, Duration.ofDays(7)),
  /** Answers to the commands of orders; routed like the orders, so the saga reads them beside. */
  INVENTORY_OUTCOMES("inventory.outcomes.v1", Routing.ORDER, Duration.ofDays(7)),
  /** Public, compacted: what can be bought of each SKU. */
  INVENTORY_AVAILABILITY("inventory.availability.v1", Routing.STOCK, null),
  /** Committed order rows, compacted. Keyed by order id. */
  CDC_ORDERS("cdc.orders.v1", Routing.ORDER, null),
  /** Committed stock rows, compacted. Keyed by tenant and SKU. */
  CDC_STOCK("cdc.stock.v1", Routing.STOCK, null),
  /** Committed stock movements. Keyed by reference, line and kind. */
  CDC_STOCK_MOVEMENTS("cdc.stock-movements.v1", Routing.STOCK, Duration.ofDays(7)),
  /** Committed product rows, compacted. Keyed by tenant and SKU. */
  CDC_PRODUCTS("cdc.products.v1", Routing.STOCK, null),
  /** Debezium's binlog positions, compacted. */
  CDC_OFFSETS("cdc.offsets.v1", Routing.SINGLE, null),
  ORDER_PROCESSOR_DLQ("order-processor.dlq.v1", Routing.SINGLE, Duration.ofDays(30)),
  ORDER_STORE_DLQ("order-store.dlq.v1", Routing.SINGLE, Duration.ofDays(30)),
  INVENTORY_PROCESSOR_DLQ("inventory-processor.dlq.v1", Routing.SINGLE, Duration.ofDays(30)),
  /** Stock rows that availability could not be derived from. */
  INVENTORY_AVAILABILITY_DLQ("inventory-availability.dlq.v1", Routing.SINGLE, Duration.ofDays(30)),
  CDC_CONNECTOR_DLQ("cdc-connector.dlq.v1", Routing.SINGLE, Duration.ofDays(30)),
  ANALYTICS_SINK_DLQ("analytics-sink.dlq.v1", Routing.SINGLE, Duration.ofDays(30)),
  /** Who did what to which tenant, in hash chains. JSON; keyed by act. */
  OPERATIONS_AUDIT("operations.audit.v1", Routing.SINGLE, Duration.ofDays(365)),
  /** What became of dead letters, compacted. Keyed by dead-letter topic, partition and offset. */
  OPERATIONS_DEAD_LETTERS("operations.dead-letters.v1", Routing.SINGLE, null);

  /** What decides a record's partition. */
  public enum Routing {
    /** The slot of the order's customer. */
    ORDER,
    /** The slot of the SKU. */
    STOCK,
    SINGLE
  }

  private final String topicName;
  private final Routing routing;
  private final @Nullable Duration retention;

  Topic(String topicName, Routing routing, @Nullable Duration retention) {
    this.topicName = topicName;
    this.routing = routing;
    this.retention = retention;
  }

  /** The name on the broker. */
  public String topicName() {
    return topicName;
  }

  public Routing routing() {
    return routing;
  }

  /** Whether consumers outside of the pipeline may read it; its events need nothing else. */
  public boolean isPublic() {
    return this == ORDERS_EVENTS || this == INVENTORY_AVAILABILITY;
  }

  /** How long records are kept; null for compacted topics, which keep the newest of each key. */
  public @Nullable Duration retention() {
    return retention;
  }

  /**
   * The topic of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Topic named(String name) {
    for (Topic topic : values()) {
      if (topic.topicName.equals(name)) {
        return topic;
      }
    }
    throw new IllegalArgumentException("no topic is named '" + name + "'");
  }
}
