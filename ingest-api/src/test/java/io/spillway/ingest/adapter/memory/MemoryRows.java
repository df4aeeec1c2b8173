package io.spillway.ingest.adapter.memory;

import io.spillway.ingest.port.OrderReads;
import io.spillway.ingest.port.OrderRow;
import io.spillway.ingest.port.ReadException;
import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.ingest.port.StockReads;
import io.spillway.ingest.port.StockRow;
import io.spillway.schemas.routing.RoutedId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Rows in memory. */
public final class MemoryRows implements OrderReads, StockReads {
  private final Map<RoutedId, OrderRow> orders = new ConcurrentHashMap<>();
  private final Map<String, StockRow> stock = new ConcurrentHashMap<>();
  private final Map<RoutedId, SettledAdjustment> adjustments = new ConcurrentHashMap<>();
  private volatile boolean down;

  @Override
  public CompletionStage<Optional<OrderRow>> find(RoutedId orderId) {
    return answer(Optional.ofNullable(orders.get(orderId)));
  }

  @Override
  public CompletionStage<Optional<StockRow>> stock(String tenant, String sku) {
    return answer(Optional.ofNullable(stock.get(tenant + '/' + sku)));
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
