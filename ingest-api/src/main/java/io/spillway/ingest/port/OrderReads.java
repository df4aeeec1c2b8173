package io.spillway.ingest.port;

import io.spillway.schemas.routing.RoutedId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads order rows. Thread-safe; no method blocks. */
@FunctionalInterface
public interface OrderReads {
  /**
   * The row of an order, if there is one yet. The stage fails with {@link ReadException} when its
   * shard does not answer.
   */
  CompletionStage<Optional<OrderRow>> find(RoutedId orderId);
}
