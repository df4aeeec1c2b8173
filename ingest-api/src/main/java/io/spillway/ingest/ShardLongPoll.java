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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The waits for orders of one shard, and the one poller that serves them all: a look at versions by
 * key, then the rows of those alone that are worth telling. Thread-safe.
 */
final class ShardLongPoll {
  private static final Logger LOG = LoggerFactory.getLogger(ShardLongPoll.class);

  /** Orders of one query: of versions, and of whole rows, which may have 2,000 lines each. */
  private static final int MARKS = 1_000;

  private static final int ROWS = 50;

  private final int shard;
  private final OrderReads rows;
  private final Duration pause;
  // Guarded by this.
  private final Map<RoutedId, Set<Waiter>> waiting = new HashMap<>();
  private boolean polling;
  private boolean ended;

  ShardLongPoll(int shard, OrderReads rows, Duration pause) {
    this.shard = shard;
    this.rows = rows;
    this.pause = pause;
  }

  /** One request's wait for one order; equal to no other. */
  private static final class Waiter {
    final RoutedId orderId;
    final @Nullable Long knownVersion;
    final CompletableFuture<@Nullable OrderRow> row = new CompletableFuture<>();

    Waiter(RoutedId orderId, @Nullable Long knownVersion) {
      this.orderId = orderId;
      this.knownVersion = knownVersion;
    }

    boolean wants(OrderVersion mark) {
      return OrderProgress.isNews(mark.status(), mark.version(), knownVersion);
    }
  }

  /** Waits for a row that is news; null when there is none in time, and after {@link #endAll}. */
  @Nullable OrderRow await(RoutedId orderId, @Nullable Long knownVersion, Duration time) {
    Waiter waiter = new Waiter(orderId, knownVersion);
    begin(waiter);
    try {
      return waiter.row.completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS).join();
    } finally {
      end(waiter);
    }
  }

  private synchronized void begin(Waiter waiter) {
    if (ended) {
      waiter.row.complete(null);
      return;
    }
    waiting.computeIfAbsent(waiter.orderId, _ -> new HashSet<>()).add(waiter);
    if (!polling) {
      polling = true;
      Thread.ofVirtual().name("order-waits-" + shard).start(this::poll);
    }
  }

  private synchronized void end(Waiter waiter) {
    waiting.computeIfPresent(
        waiter.orderId,
        (_, waiters) -> {
          waiters.remove(waiter);
          return waiters.isEmpty() ? null : waiters;
        });
  }

  /** Ends all waits, and those that come later, as if their time were over. */
  synchronized void endAll() {
    ended = true;
    waiting.values().forEach(waiters -> waiters.forEach(waiter -> waiter.row.complete(null)));
  }

  private void poll() {
    while (true) {
      LockSupport.parkNanos(pause.toNanos());
      List<RoutedId> ids;
      synchronized (this) {
        if (waiting.isEmpty()) {
          polling = false;
          return;
        }
        ids = List.copyOf(waiting.keySet());
      }
      try {
        look(ids);
      } catch (RuntimeException e) {
        // It is asked again: the shard may be back before a wait is over.
        LOG.atDebug().setCause(e).log("polling a shard for waiting requests failed");
      }
    }
  }

  private void look(List<RoutedId> ids) {
    for (List<RoutedId> some : chunks(ids, MARKS)) {
      List<RoutedId> wanted =
          rows.marks(shard, some).stream()
              .filter(mark -> !waiters(mark).isEmpty())
              .map(OrderVersion::orderId)
              .toList();
      for (List<RoutedId> news : chunks(wanted, ROWS)) {
        rows.findAll(shard, news).forEach(this::tell);
      }
    }
  }

  private void tell(OrderRow row) {
    OrderVersion mark =
        new OrderVersion(RoutedId.parse(row.getOrderId()), row.getStatus(), row.getVersion());
    waiters(mark).forEach(waiter -> waiter.row.complete(row));
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
