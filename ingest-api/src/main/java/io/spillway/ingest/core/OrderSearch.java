package io.spillway.ingest.core;

import io.spillway.schemas.orders.v1.OrderStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which orders of a tenant a list shows, whoever their customers are.
 *
 * @param status only orders in this status; null for all
 * @param sku only orders that have a line of it; null for all
 * @param from not before; in whole milliseconds, as the tables keep times
 * @param to before this; after {@code from} by at most {@link #LONGEST}
 */
public record OrderSearch(
    String tenant, @Nullable String status, @Nullable String sku, Instant from, Instant to) {
  /** The longest time that one list spans. */
  public static final Duration LONGEST = Duration.ofDays(31);

  /** The time that a list spans when only its end is known. */
  public static final Duration USUAL = Duration.ofDays(1);

  private static final List<String> STATUSES =
      Arrays.stream(OrderStatus.values())
          .filter(status -> status != OrderStatus.UNRECOGNIZED && status.getNumber() != 0)
          .map(OrderStatus::name)
          .toList();

  public OrderSearch {
    if (!from.isBefore(to) || from.isBefore(to.minus(LONGEST))) {
      throw new IllegalArgumentException(from + " to " + to + " is no span of " + LONGEST);
    }
  }

  /** Why a text cannot be a status, or null when it can. */
  public static @Nullable String brokenStatus(String text) {
    return STATUSES.contains(text) ? null : "must be one of " + String.join(", ", STATUSES);
  }

  /** Whether a page of this list can end there. */
  public boolean holds(OrderCursor place) {
    return !place.createdAt().isBefore(from) && place.createdAt().isBefore(to);
  }
}
