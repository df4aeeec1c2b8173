package io.spillway.ingest;

import io.spillway.ingest.core.OrderProgress;
import io.spillway.ingest.port.OrderReads;
import io.spillway.ingest.port.OrderVersion;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.routing.RoutedId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The waits for orders of one shard, and the one poller that serves them all: a look at versions by
 * key, then the rows of those alone that are worth telling. Thread-safe; never blocks.
 */
final class ShardLongPoll {
  private static final Logger LOG = LoggerFactory.getLogger(ShardLongPoll.class);

  /** Orders of one query: of versions, and of whole rows, which may have 2,000 lines each. */
  private static final int MARKS = 1_000;

  private static final int ROWS = 50;

  private final int shard;
  private final OrderReads rows;
  private final ScheduledExecutorService timer;
  private final Duration pause;
  // Guarded by this.
  private final Map<RoutedId, Set<Waiter>> waiting = new HashMap<>();
  private boolean polling;
  private boolean ended;

  ShardLongPoll(int shard, OrderReads rows, ScheduledExecutorService timer, Duration pause) {
    this.shard = shard;
    this.rows = rows;
    this.timer = timer;
    this.pause = pause;
  }

  /** One request's wait for one order. */
  record Waiter(
      RoutedId orderId, @Nullable Long knownVersion, CompletableFuture<Optional<OrderRow>> row) {
    boolean wants(OrderVersion mark) {
      return OrderProgress.isNews(mark.status(), mark.version(), knownVersion);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * Begins a wait, which ends when its row completes or {@link #end} is called; after {@link
   * #endAll} it is over at once.
   */
  synchronized Waiter begin(RoutedId orderId, @Nullable Long knownVersion) {
    Waiter waiter = new Waiter(orderId, knownVersion, new CompletableFuture<>());
    if (ended) {
      waiter.row().complete(Optional.empty());
      return waiter;
    }
    waiting.computeIfAbsent(orderId, _ -> new HashSet<>()).add(waiter);
    if (!polling) {
      polling = true;
      lookLater();
    }
    return waiter;
  }

  synchronized void end(Waiter waiter) {
    waiting.computeIfPresent(
        waiter.orderId(),
        (_, waiters) -> {
          waiters.remove(waiter);
          return waiters.isEmpty() ? null : waiters;
        });
  }

  /** Ends all waits, and those that come later, as if their time were over. */
  void endAll() {
    List<Waiter> all;
    synchronized (this) {
      ended = true;
      all = waiting.values().stream().flatMap(Set::stream).toList();
    }
    all.forEach(waiter -> waiter.row().complete(Optional.empty()));
  }

  private void lookLater() {
    try {
      var _ = timer.schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.atDebug().log("poller stopped; pending waits end at their deadlines");
    }
  }

  private void look() {
    List<RoutedId> ids;
    synchronized (this) {
      if (waiting.isEmpty()) {
        polling = false;
        return;
      }
      ids = List.copyOf(waiting.keySet());
    }
    CompletionStage<?> looked = CompletableFuture.completedStage(null);
    for (List<RoutedId> some : chunks(ids, MARKS)) {
      looked = looked.thenCompose(_ -> rows.marks(shard, some).thenCompose(this::fetch));
    }
    // A shard that fails is asked again: it may be back before a wait is over.
    var _ =
        looked.whenComplete(
            (_, failure) -> {
              if (failure != null) {
                LOG.atDebug().setCause(failure).log("polling a shard for waiting requests failed");
              }
              lookLater();
            });
  }

  private CompletionStage<?> fetch(List<OrderVersion> marks) {
    List<RoutedId> wanted =
        marks.stream().filter(mark -> !waiters(mark).isEmpty()).map(OrderVersion::orderId).toList();
    CompletionStage<?> fetched = CompletableFuture.completedStage(null);
    for (List<RoutedId> some : chunks(wanted, ROWS)) {
      fetched =
          fetched
              .thenCompose(_ -> rows.findAll(shard, some))
              .thenAccept(r -> r.forEach(this::tell));
    }
    return fetched;
  }

  private void tell(OrderRow row) {
    OrderVersion mark =
        new OrderVersion(RoutedId.parse(row.getOrderId()), row.getStatus(), row.getVersion());
    // Each on its own: an answer that its reader is slow to take must not hold up the others.
    waiters(mark)
        .forEach(
            waiter ->
                waiter.row().completeAsync(() -> Optional.of(row), Thread::startVirtualThread));
  }

  private synchronized List<Waiter> waiters(OrderVersion mark) {
    return waiting.getOrDefault(mark.orderId(), Set.of()).stream()
        .filter(waiter -> waiter.wants(mark))
        .toList();
  }

  private static List<List<RoutedId>> chunks(List<RoutedId> ids, int size) {
    List<List<RoutedId>> chunks = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += size) {
      chunks.add(ids.subList(from, Math.min(ids.size(), from + size)));
    }
    return chunks;
  }
}
