package io.spillway.ingest.port;

import io.spillway.ingest.core.OrderCursor;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of orders.
 *
 * @param orders may be fewer than asked for, even none, while there are pages to come
 * @param next where the next page begins; null when this one is the last
 */
public record OrderPage(List<OrderRow> orders, @Nullable OrderCursor next) {
  public OrderPage {
    orders = List.copyOf(orders);
  }

  /** An order that was looked at, and whether the list is to show it. */
  public record Candidate(OrderRow order, boolean wanted) {}

  /**
   * The page of the first {@code limit} wanted ones, which ends early when {@code most} were looked
   * at.
   *
   * @param found newest first; more than {@code most} tell that there are others
   */
  public static OrderPage of(List<Candidate> found, int limit, int most) {
    List<OrderRow> page = new ArrayList<>();
    int looked = 0;
    while (looked < Math.min(most, found.size()) && page.size() < limit) {
      Candidate candidate = found.get(looked++);
      if (candidate.wanted()) {
        page.add(candidate.order());
      }
    }
    if (looked == found.size()) {
      return new OrderPage(page, null);
    }
    OrderRow last = found.get(looked - 1).order();
    return new OrderPage(
        page,
        new OrderCursor(Times.instant(last.getCreatedAt()), RoutedId.parse(last.getOrderId())));
  }
}
