package io.spillway.ingest.adapter.memory;

import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductChange;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.port.ProductRows;
import io.spillway.ingest.port.ReadException;
import io.spillway.ingest.port.WriteException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Product rows in memory, which can be told to be down or to keep readers waiting. */
public final class MemoryProductRows implements ProductRows {
  private final Map<ProductKey, Product> rows = new HashMap<>();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private WriteException.@Nullable Kind down;
  private boolean holding;
  private int finds;

  @Override
  public synchronized CompletionStage<Optional<Product>> find(ProductKey key) {
    finds++;
    // What it finds is settled now, whenever it is told.
    CompletableFuture<Optional<Product>> told = new CompletableFuture<>();
    Optional<Product> found = Optional.ofNullable(rows.get(key));
    boolean fails = down != null;
    Runnable answer =
        () -> {
          if (fails) {
            told.completeExceptionally(new ReadException("told to be down", null));
          } else {
            told.complete(found);
          }
        };
    if (holding) {
      waiting.add(answer);
    } else {
      answer.run();
    }
    return told;
  }

  @Override
  public synchronized CompletionStage<ProductChange> change(
      ProductKey key, Function<Optional<Product>, ProductChange> decision) {
    if (down != null) {
      return CompletableFuture.failedFuture(new WriteException(down, "told to be down", null));
    }
    ProductChange change = decision.apply(Optional.ofNullable(rows.get(key)));
    switch (change) {
      case ProductChange.Created(Product product) -> rows.put(key, product);
      case ProductChange.Replaced(Product product) -> rows.put(key, product);
      case ProductChange.Unchanged _, ProductChange.Refused _ -> {}
    }
    return CompletableFuture.completedFuture(change);
  }

  /** Puts a row as another writer would. */
  public synchronized void put(Product product) {
    rows.put(product.key(), product);
  }

  /** Fails from now on; null ends that. */
  public synchronized void setDown(WriteException.@Nullable Kind kind) {
    this.down = kind;
  }

  /** Keeps readers waiting from now on. */
  public synchronized void hold() {
    holding = true;
  }

  /** Tells every waiting reader what was found when it asked. */
  public void letGo() {
    Runnable next;
    while ((next = nextWaiting()) != null) {
      next.run();
    }
  }

  /** How often a product was looked for. */
  public synchronized int finds() {
    return finds;
  }

  private synchronized @Nullable Runnable nextWaiting() {
    holding = false;
    return waiting.poll();
  }
}
