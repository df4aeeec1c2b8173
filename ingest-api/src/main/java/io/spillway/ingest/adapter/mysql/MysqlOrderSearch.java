package io.spillway.ingest.adapter.mysql;

import io.spillway.ingest.core.OrderCursor;
import io.spillway.ingest.core.OrderSearch;
import io.spillway.ingest.port.OrderPage;
import io.spillway.schemas.tables.UtcTime;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lists a tenant's orders of all shards: ShardingSphere asks every shard for its newest and merges
 * what they answer. By time and status each shard reads as many rows as a page has, and one, by an
 * index. No index tells the orders of a SKU: of each page so many orders are looked through.
 */
final class MysqlOrderSearch {
  /** Orders that a page of a SKU's looks through, at most. */
  private static final int LOOKED_THROUGH = 1_000;

  // Each shard reads its newest in index order, (created_at, order_id). ShardingSphere merges by
  // columns that Java can compare; BINARY is none, the id as text is, and sorts alike. Without the
  // hint MySQL looks for a rare status in the order of time.
  private static final String NEWEST_OF_ALL =
      "SELECT "
          + MysqlOrderReads.LISTED.columns()
          + ", wanted, BIN_TO_UUID(order_id) AS id FROM (SELECT "
          + MysqlOrderReads.LISTED.columns()
          + ", %s AS wanted FROM orders FORCE INDEX (%s) WHERE tenant = ?%s AND created_at >= ?"
          + MysqlOrderReads.AFTER
          + MysqlOrderReads.NEWEST_FIRST
          + ") newest ORDER BY created_at DESC, id DESC LIMIT ?";
  private static final String HAS_SKU = "JSON_CONTAINS(`lines`, JSON_OBJECT('sku', ?))";
  private static final byte[] BEFORE_ALL_IDS = new byte[16];

  private final ShardCalls shards;

  MysqlOrderSearch(ShardCalls shards) {
    this.shards = shards;
  }

  OrderPage page(OrderSearch search, int limit, @Nullable OrderCursor after) {
    String wanted = search.sku() == null ? "1" : HAS_SKU;
    String sql =
        search.status() == null
            ? String.format(Locale.ROOT, NEWEST_OF_ALL, wanted, "orders_by_time", "")
            : String.format(
                Locale.ROOT, NEWEST_OF_ALL, wanted, "orders_by_status", " AND status = ?");
    int most = search.sku() == null ? limit : Math.max(limit, LOOKED_THROUGH);
    List<OrderPage.Candidate> found =
        shards.readAll(
            connection -> {
              try (PreparedStatement select = connection.prepareStatement(sql)) {
                // One more than is looked at tells whether there is a next page.
                bind(select, search, after, most + 1);
                return MysqlOrderReads.all(
                    select,
                    row ->
                        new OrderPage.Candidate(
                            MysqlOrderReads.LISTED.read(row), row.getInt("wanted") != 0));
              }
            });
    return OrderPage.of(found, limit, most);
  }

  private static void bind(
      PreparedStatement select, OrderSearch search, @Nullable OrderCursor after, int rows)
      throws SQLException {
    int at = 1;
    if (search.sku() != null) {
      select.setString(at++, search.sku());
    }
    select.setString(at++, search.tenant());
    if (search.status() != null) {
      select.setString(at++, search.status());
    }
    select.setObject(at++, UtcTime.of(search.from()));
    // The first page begins where a search ends, before every order of that time.
    LocalDateTime end = UtcTime.of(after == null ? search.to() : after.createdAt());
    select.setObject(at++, end);
    select.setObject(at++, end);
    select.setBytes(at++, after == null ? BEFORE_ALL_IDS : after.orderId().toBytes());
    select.setInt(at++, rows);
    select.setInt(at, rows);
  }
}
