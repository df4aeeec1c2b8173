package io.spillway.ingest.adapter.memory;

import io.spillway.ingest.core.OrderCursor;
import io.spillway.ingest.core.OrderSearch;
import io.spillway.ingest.port.OrderPage;
import io.spillway.ingest.port.OrderReads;
import io.spillway.ingest.port.OrderVersion;
import io.spillway.ingest.port.ReadException;
import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.ingest.port.StockReads;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Rows in memory. */
public final class MemoryRows implements OrderReads, StockReads {
  private static final Comparator<OrderRow> NEWEST_FIRST =
      Comparator.comparing(MemoryRows::createdAt).thenComparing(OrderRow::getOrderId).reversed();
  private static final int LOOKED_THROUGH = 3;

  private final AtomicInteger looks = new AtomicInteger();
  private final Map<RoutedId, OrderRow> orders = new ConcurrentHashMap<>();
  private final Map<String, StockRow> stock = new ConcurrentHashMap<>();
  private final Map<RoutedId, SettledAdjustment> adjustments = new ConcurrentHashMap<>();
  private volatile boolean down;

  @Override
  public Optional<OrderRow> find(RoutedId orderId) {
    return answer(Optional.ofNullable(orders.get(orderId)));
  }

  @Override
  public int shards() {
    return 4;
  }

  @Override
  public List<OrderVersion> marks(int shard, List<RoutedId> orderIds) {
    looks.incrementAndGet();
    return answer(
        rows(shard, orderIds).stream()
            .map(row -> new OrderVersion(id(row), row.getStatus(), row.getVersion()))
            .toList());
  }

  @Override
  public List<OrderRow> findAll(int shard, List<RoutedId> orderIds) {
    return answer(rows(shard, orderIds));
  }

  @Override
  public List<OrderRow> page(
      String tenant, String customerId, int limit, @Nullable OrderCursor after) {
    return answer(
        orders.values().stream()
            .filter(row -> row.getTenant().equals(tenant) && row.getCustomerId().equals(customerId))
            .sorted(NEWEST_FIRST)
            .filter(row -> isAfter(row, after))
            .limit(limit)
            .map(MemoryRows::listed)
            .toList());
  }

  @Override
  public OrderPage search(OrderSearch search, int limit, @Nullable OrderCursor after) {
    List<OrderPage.Candidate> found =
        orders.values().stream()
            .filter(row -> row.getTenant().equals(search.tenant()))
            .filter(row -> search.status() == null || search.status().equals(row.getStatus()))
            .filter(row -> search.holds(new OrderCursor(createdAt(row), id(row))))
            .sorted(NEWEST_FIRST)
            .filter(row -> isAfter(row, after))
            .map(row -> new OrderPage.Candidate(listed(row), has(row, search.sku())))
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
        || createdAt(row).isBefore(after.createdAt())
        || (createdAt(row).equals(after.createdAt())
            && row.getOrderId().compareTo(after.orderId().toString()) < 0);
  }

  private static boolean has(OrderRow row, @Nullable String sku) {
    return sku == null || row.getLinesJson().contains("\"sku\": \"" + sku + '"');
  }

  private static RoutedId id(OrderRow row) {
    return RoutedId.parse(row.getOrderId());
  }

  private static Instant createdAt(OrderRow row) {
    return Times.instant(row.getCreatedAt());
  }

  private static OrderRow listed(OrderRow row) {
    return row.toBuilder()
        .clearLinesJson()
        .clearAttributesJson()
        .clearReasonsJson()
        .clearHistoryJson()
        .build();
  }

  @Override
  public Optional<StockRow> stock(String tenant, String sku) {
    return answer(Optional.ofNullable(stock.get(tenant + '/' + sku)));
  }

  @Override
  public Map<RoutedId, Integer> deltas(Collection<RoutedId> adjustmentIds) {
    Map<RoutedId, Integer> deltas = new HashMap<>();
    adjustments.forEach((id, row) -> deltas.put(id, row.delta()));
    deltas.keySet().retainAll(down ? List.of() : adjustmentIds);
    return deltas;
  }

  @Override
  public Optional<SettledAdjustment> adjustment(RoutedId adjustmentId) {
    return answer(Optional.ofNullable(adjustments.get(adjustmentId)));
  }

  /** Adds a row. */
  public void put(OrderRow row) {
    orders.put(id(row), row);
  }

  /** Adds a row. */
  public void put(StockRow row) {
    stock.put(row.getTenant() + '/' + row.getSku(), row);
  }

  /** Adds a row. */
  public void put(SettledAdjustment row) {
    adjustments.put(row.id(), row);
  }

  /** Answers nothing from now on, or does again. */
  public void setDown(boolean down) {
    this.down = down;
  }

  private <T> T answer(T rows) {
    if (down) {
      throw new ReadException("told to be down", null);
    }
    return rows;
  }
}
