package io.spillway.ingest.adapter.memory;

import io.spillway.ingest.core.OrderCursor;
import io.spillway.ingest.core.OrderSearch;
import io.spillway.ingest.port.OrderPage;
import io.spillway.ingest.port.OrderReads;
import io.spillway.ingest.port.OrderRow;
import io.spillway.ingest.port.OrderSummary;
import io.spillway.ingest.port.OrderVersion;
import io.spillway.ingest.port.ReadException;
import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.ingest.port.StockReads;
import io.spillway.ingest.port.StockRow;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Rows in memory. */
public final class MemoryRows implements OrderReads, StockReads {
  private static final Comparator<OrderRow> NEWEST_FIRST =
      Comparator.comparing(OrderRow::createdAt).thenComparing(MemoryRows::text).reversed();
  private static final int LOOKED_THROUGH = 3;

  private final AtomicInteger looks = new AtomicInteger();
  private final Map<RoutedId, OrderRow> orders = new ConcurrentHashMap<>();
  private final Map<String, StockRow> stock = new ConcurrentHashMap<>();
  private final Map<RoutedId, SettledAdjustment> adjustments = new ConcurrentHashMap<>();
  private volatile boolean down;

  @Override
  public CompletionStage<Optional<OrderRow>> find(RoutedId orderId) {
    return answer(Optional.ofNullable(orders.get(orderId)));
  }

  @Override
  public int shards() {
    return 4;
  }

  @Override
  public CompletionStage<List<OrderVersion>> marks(int shard, List<RoutedId> orderIds) {
    looks.incrementAndGet();
    return answer(
        rows(shard, orderIds).stream()
            .map(row -> new OrderVersion(row.orderId(), row.status(), row.version()))
            .toList());
  }

  @Override
  public CompletionStage<List<OrderRow>> findAll(int shard, List<RoutedId> orderIds) {
    return answer(rows(shard, orderIds));
  }

  @Override
  public CompletionStage<List<OrderSummary>> page(
      String tenant, String customerId, int limit, @Nullable OrderCursor after) {
    return answer(
        orders.values().stream()
            .filter(row -> row.tenant().equals(tenant) && row.customerId().equals(customerId))
            .sorted(NEWEST_FIRST)
            .filter(row -> isAfter(row, after))
            .limit(limit)
            .map(MemoryRows::summary)
            .toList());
  }

  @Override
  public CompletionStage<OrderPage> search(
      OrderSearch search, int limit, @Nullable OrderCursor after) {
    List<OrderPage.Candidate> found =
        orders.values().stream()
            .filter(row -> row.tenant().equals(search.tenant()))
            .filter(row -> search.status() == null || search.status().equals(row.status()))
            .filter(row -> search.holds(new OrderCursor(row.createdAt(), row.orderId())))
            .sorted(NEWEST_FIRST)
            .filter(row -> isAfter(row, after))
            .map(row -> new OrderPage.Candidate(summary(row), has(row, search.sku())))
            .toList();
    int most = search.sku() == null ? limit : Math.max(limit, LOOKED_THROUGH);
    return answer(OrderPage.of(found, limit, most));
  }

  /** How often versions were asked for. */
  public int looks() {
    return looks.get();
  }

  private List<OrderRow> rows(int shard, List<RoutedId> orderIds) {
    return orderIds.stream()
        .peek(id -> requireOn(shard, id))
        .map(orders::get)
        .filter(Objects::nonNull)
        .toList();
  }

  private void requireOn(int shard, RoutedId id) {
    if (SlotMap.shard(id.slot(), shards()) != shard) {
      throw new IllegalArgumentException(id + " is not on shard " + shard);
    }
  }

  private static boolean isAfter(OrderRow row, @Nullable OrderCursor after) {
    return after == null
        || row.createdAt().isBefore(after.createdAt())
        || (row.createdAt().equals(after.createdAt())
            && text(row).compareTo(after.orderId().toString()) < 0);
  }

  private static boolean has(OrderRow row, @Nullable String sku) {
    return sku == null || row.linesJson().contains("\"sku\": \"" + sku + '"');
  }

  private static String text(OrderRow row) {
    return row.orderId().toString();
  }

  private static OrderSummary summary(OrderRow row) {
    return new OrderSummary(
        row.orderId(),
        row.status(),
        row.version(),
        row.currency(),
        row.totalAmount(),
        row.keptAmount(),
        1,
        row.holdUntil(),
        row.placedAt(),
        row.createdAt(),
        row.updatedAt());
  }

  @Override
  public CompletionStage<Optional<StockRow>> stock(String tenant, String sku) {
    return answer(Optional.ofNullable(stock.get(tenant + '/' + sku)));
  }

  @Override
  public CompletionStage<Map<RoutedId, Integer>> deltas(Collection<RoutedId> adjustmentIds) {
    Map<RoutedId, Integer> deltas = new HashMap<>();
    adjustments.forEach((id, row) -> deltas.put(id, row.delta()));
    deltas.keySet().retainAll(down ? List.of() : adjustmentIds);
    return CompletableFuture.completedFuture(deltas);
  }

  @Override
  public CompletionStage<Optional<SettledAdjustment>> adjustment(RoutedId adjustmentId) {
    return answer(Optional.ofNullable(adjustments.get(adjustmentId)));
  }

  /** Adds a row. */
  public void put(OrderRow row) {
    orders.put(row.orderId(), row);
  }

  /** Adds a row. */
  public void put(StockRow row) {
    stock.put(row.tenant() + '/' + row.sku(), row);
  }

  /** Adds a row. */
  public void put(SettledAdjustment row) {
    adjustments.put(row.id(), row);
  }

  /** Answers nothing from now on, or does again. */
  public void setDown(boolean down) {
    this.down = down;
  }

  private <T> CompletionStage<T> answer(T rows) {
    return down
        ? CompletableFuture.failedFuture(new ReadException("told to be down", null))
        : CompletableFuture.completedFuture(rows);
  }
}
