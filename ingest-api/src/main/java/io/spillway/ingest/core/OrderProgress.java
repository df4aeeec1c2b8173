package io.spillway.ingest.core;

import io.spillway.schemas.orders.OrderStatuses;
import io.spillway.schemas.orders.v1.OrderStatus;
import org.jspecify.annotations.Nullable;

/** Decides whether an order has come as far as a caller waits for. */
public final class OrderProgress {
  private OrderProgress() {}

  /**
   * Whether to answer now. Without a known version: once the order is decided, that is no longer
   * RESERVING. With one: once the order is newer, or will never be.
   */
  public static boolean isNews(String status, long version, @Nullable Long knownVersion) {
    return knownVersion == null
        ? !status.equals(OrderStatus.RESERVING.name())
        : version > knownVersion || OrderStatuses.isTerminal(status);
  }
}
