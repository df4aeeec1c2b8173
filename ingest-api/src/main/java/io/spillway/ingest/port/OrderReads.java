package io.spillway.ingest.port;

import io.spillway.ingest.core.OrderCursor;
import io.spillway.ingest.core.OrderSearch;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.routing.RoutedId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads order rows. Thread-safe; fails with {@link ReadException} when the shard does not answer in
 * time.
 */
public interface OrderReads {
  /** The row of an order, if there is one yet. */
  Optional<OrderRow> find(RoutedId orderId);

  /** How many shards there are. */
  int shards();

  /** How far orders of one shard have come, in one query; those without a row are left out. */
  List<OrderVersion> marks(int shard, List<RoutedId> orderIds);

  /** The rows of orders of one shard, in one query; those without a row are left out. */
  List<OrderRow> findAll(int shard, List<RoutedId> orderIds);

  /**
   * A customer's orders, newest first by (createdAt, orderId), without their JSON columns, which
   * can be large.
   *
   * @param limit orders at most
   * @param after where the page before ended; null begins with the newest
   */
  List<OrderRow> page(String tenant, String customerId, int limit, @Nullable OrderCursor after);

  /**
   * A tenant's orders on all shards, newest first by (createdAt, orderId). Fails when one of the
   * shards does not answer.
   *
   * @param limit orders at most
   * @param after where the page before ended, within the search's times; null begins with the
   *     newest
   */
  OrderPage search(OrderSearch search, int limit, @Nullable OrderCursor after);
}
