package io.spillway.ingest.core;

import io.spillway.schemas.events.EventType;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.topics.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which events of orders a reader wants. Pure.
 *
 * @param tenant whose orders
 * @param types empty for all
 * @param skuPrefix of at least one line; null for any
 * @param minAmount the least total amount, in minor units; 0 for any
 */
public record EventFilter(
    String tenant, Set<EventType> types, @Nullable String skuPrefix, long minAmount) {
  public EventFilter {
    types = Set.copyOf(types);
  }

  /** Whether the reader wants an event. */
  public boolean wants(OrderEvent event) {
    return event.getOrder().getTenant().equals(tenant)
        && (types.isEmpty() || isOfTypes(event))
        && event.getOrder().getTotalAmount() >= minAmount
        && (skuPrefix == null
            || event.getOrder().getLinesList().stream()
                .anyMatch(line -> line.getSku().startsWith(skuPrefix)));
  }

  /** A change that is not known yet is of none of the types that can be asked for. */
  private boolean isOfTypes(OrderEvent event) {
    return event.getChangeCase() != OrderEvent.ChangeCase.CHANGE_NOT_SET
        && types.contains(EventType.of(event));
  }

  /** The type of a short name, such as {@code OrderConfirmed}; null when there is none. */
  public static @Nullable EventType type(String name) {
    return orderTypes().stream().filter(type -> name(type).equals(name)).findAny().orElse(null);
  }

  /** The short name of a type: that of its message. */
  public static String name(EventType type) {
    return type.type().substring(type.type().lastIndexOf('.') + 1);
  }

  /** All short names, for people. */
  public static String names() {
    return orderTypes().stream().map(EventFilter::name).collect(Collectors.joining(", "));
  }

  private static List<EventType> orderTypes() {
    return Arrays.stream(EventType.values())
        .filter(type -> type.topic() == Topic.ORDERS_EVENTS)
        .toList();
  }
}
