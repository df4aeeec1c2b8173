package io.spillway.verify.port;

import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.IdRange;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.StoreFacts;
import java.util.function.BiConsumer;

/** What Elasticsearch holds; an index that does not exist holds nothing. Thread-safe. */
public interface SearchDocuments {
  /** Makes all that was written so far visible. */
  void refresh() throws UnavailableException, InterruptedException;

  /** Documents of orders, by id. */
  void orders(IdRange range, Scope scope, BiConsumer<String, StoreFacts.Document> sink)
      throws UnavailableException, InterruptedException;

  /** Sums over the documents of lines. */
  StoreFacts.LineSums lineSums(IdRange range, Scope scope)
      throws UnavailableException, InterruptedException;

  /** Documents of lines, each as the sums of one, by order. */
  void lines(IdRange range, Scope scope, BiConsumer<String, StoreFacts.LineSums> sink)
      throws UnavailableException, InterruptedException;

  /** Which movements the sink writes documents of. */
  IndexedMovements indexedMovements() throws UnavailableException, InterruptedException;

  /** Sums over the documents of these movements. */
  StoreFacts.MovementSums movementSums(IdRange range, Scope scope, IndexedMovements which)
      throws UnavailableException, InterruptedException;

  /** Documents of these movements, each as the sums of one, by reference. */
  void movements(
      IdRange range,
      Scope scope,
      IndexedMovements which,
      BiConsumer<String, StoreFacts.MovementSums> sink)
      throws UnavailableException, InterruptedException;

  /** Documents of stock by {@code tenant/sku}. */
  void stock(Scope scope, BiConsumer<String, StoreFacts.Document> sink)
      throws UnavailableException, InterruptedException;
}
