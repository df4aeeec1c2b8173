package io.spillway.tools.port;

import io.spillway.tools.core.check.Facts;
import io.spillway.tools.core.check.IdRange;
import io.spillway.tools.core.check.Scope;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What the MySQL shards hold, streamed. Keys of stock are {@code tenant/sku}. Thread-safe. */
public interface OrderShards {
  /** Order rows of a range, by id. */
  void orders(IdRange range, Scope scope, Consumer<Facts.Row> sink) throws UnavailableException;

  /** Movements of a range, whatever their time; by reference within a shard. */
  void movements(IdRange range, Scope scope, Consumer<Facts.Movement> sink)
      throws UnavailableException;

  /** All stock rows. */
  void stock(Scope scope, BiConsumer<String, Facts.Stock> sink) throws UnavailableException;

  /** The sums of the applied movements of each SKU that has any. */
  void stockSums(Scope scope, BiConsumer<String, Facts.StockSums> sink) throws UnavailableException;
}
