package io.spillway.verify.port;

import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.IdRange;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.StoreFacts;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What the MySQL shards hold, streamed. Keys of stock are {@code tenant/sku}. Thread-safe. */
public interface OrderShards {
  /** Order rows of a range, by id. */
  void orders(IdRange range, Scope scope, Consumer<StoreFacts.Row> sink)
      throws UnavailableException;

  /** Movements of a range, whatever their time; by reference within a shard. */
  void movements(IdRange range, Scope scope, Consumer<StoreFacts.Movement> sink)
      throws UnavailableException;

  void stock(Scope scope, BiConsumer<String, StoreFacts.Stock> sink) throws UnavailableException;

  /** The sums of the applied movements of each SKU that has any. */
  void stockSums(Scope scope, BiConsumer<String, StoreFacts.StockSums> sink)
      throws UnavailableException;
}
