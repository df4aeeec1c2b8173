package io.spillway.ingest.adapter.memory;

import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductChange;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.port.ProductRows;
import io.spillway.ingest.port.ReadException;
import io.spillway.ingest.port.WriteException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Product rows in memory, which can be told to be down or to keep readers waiting. */
public final class MemoryProductRows implements ProductRows {
  private final Map<ProductKey, Product> rows = new HashMap<>();
  private WriteException.@Nullable Kind down;
  private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
  private int finds;

  @Override
  public Optional<Product> find(ProductKey key) {
    // What it finds is settled now, whenever it is told.
    Optional<Product> found;
    boolean fails;
    CompletableFuture<Void> wait;
    synchronized (this) {
      finds++;
      found = Optional.ofNullable(rows.get(key));
      fails = down != null;
      wait = gate;
    }
    wait.join();
    if (fails) {
      throw new ReadException("told to be down", null);
    }
    return found;
  }

  @Override
  public synchronized ProductChange change(
      ProductKey key, Function<Optional<Product>, ProductChange> decision) {
    if (down != null) {
      throw new WriteException(down, "told to be down", null);
    }
    ProductChange change = decision.apply(Optional.ofNullable(rows.get(key)));
    switch (change) {
      case ProductChange.Created(Product product) -> rows.put(key, product);
      case ProductChange.Replaced(Product product) -> rows.put(key, product);
      case ProductChange.Unchanged _, ProductChange.Refused _, ProductChange.Full _ -> {}
    }
    return change;
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
    gate = new CompletableFuture<>();
  }

  /** Tells every waiting reader what was found when it asked. */
  public synchronized void letGo() {
    gate.complete(null);
  }

  /** How often a product was looked for. */
  public synchronized int finds() {
    return finds;
  }
}
