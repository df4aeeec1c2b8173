package io.spillway.ingest.adapter.mysql;

import io.spillway.ingest.core.OrderSearch;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.port.ReadException;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an order and a stock that nobody has from every shard before the first caller does: in a
 * process just started ShardingSphere takes longer for the first statement of each kind than a read
 * may. Reads that come meanwhile wait for it ({@link ShardCalls#readAfter}). Thread-safe.
 */
public final class ReadWarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(ReadWarmUp.class);

  /** No tenant can be called so. */
  private static final String SCRATCH = "_warm-up";

  private static final Duration TRY_AGAIN_AFTER = Duration.ofMillis(50);

  /** Whether a shard answered; completed at the latest when the limit is over. */
  private final List<CompletableFuture<Boolean>> shards;

  /** The shards that did not answer; completed at the latest when the limit is over. */
  private final CompletableFuture<List<Integer>> finished;

  ReadWarmUp(List<CompletableFuture<Boolean>> shards, CompletableFuture<List<Integer>> finished) {
    this.shards = List.copyOf(shards);
    this.finished = finished;
  }

  /**
   * Begins the reads on threads of their own, which give up after the limit, and each shard's as
   * soon as it turns out to be down.
   */
  public static ReadWarmUp start(ShardCalls shards, Duration limit) {
    long began = System.nanoTime();
    long until = began + limit.toNanos();
    ShardCalls calls = shards.within(limit);
    List<CompletableFuture<Boolean>> reads =
        IntStream.range(0, shards.count())
            .mapToObj(
                shard ->
                    CompletableFuture.supplyAsync(
                            () -> reads(calls, shard, until), Thread::startVirtualThread)
                        .exceptionally(ReadWarmUp::failed)
                        .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS))
            .toList();
    return new ReadWarmUp(
        reads,
        CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
            .thenApplyAsync(_ -> end(shards, reads, began, until), Thread::startVirtualThread));
  }

  /**
   * Returns when the reads are done or given up, at the latest when the limit is over. Names the
   * shards that did not answer.
   */
  public List<Integer> await() {
    return finished.join();
  }

  /** Ends with the reads of one shard. */
  CompletableFuture<?> ofShard(int shard) {
    return shards.get(shard);
  }

  /** Ends with the reads of all. */
  CompletableFuture<?> ofAll() {
    return finished;
  }

  private static boolean failed(Throwable failure) {
    LOG.atWarn().setCause(failure).log("Read warm-up of a shard failed");
    return false;
  }

  private static List<Integer> end(
      ShardCalls shards, List<CompletableFuture<Boolean>> reads, long began, long until) {
    List<Integer> cold = new ArrayList<>();
    for (int shard = 0; shard < reads.size(); shard++) {
      if (!reads.get(shard).getNow(false)) {
        cold.add(shard);
      }
    }
    long left = until - System.nanoTime();
    if (cold.isEmpty() && left > 0) {
      list(shards.within(Duration.ofNanos(left)));
    }
    LOG.atInfo()
        .addKeyValue("shardsNotRead", cold)
        .addKeyValue("millis", Duration.ofNanos(System.nanoTime() - began).toMillis())
        .log("Read warm-up finished");
    return cold;
  }

  /** Whether a shard answered every read before a time of {@link System#nanoTime}. */
  private static boolean reads(ShardCalls calls, int shard, long until) {
    while (System.nanoTime() - until < 0) {
      try {
        each(calls, shard);
        return true;
      } catch (ReadException e) {
        // Not open yet, or down.
        if (calls.shards().unanswered().contains(shard)) {
          return false;
        }
        try {
          Thread.sleep(TRY_AGAIN_AFTER);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return false;
  }

  private static void each(ShardCalls calls, int shard) {
    MysqlOrderReads orders = new MysqlOrderReads(calls);
    String customer = name(calls, shard, customerId -> SlotMap.orderSlot(SCRATCH, customerId));
    RoutedId order = RoutedId.ofOrder(SCRATCH, customer, "none");
    orders.find(order);
    orders.findAll(shard, List.of(order));
    orders.marks(shard, List.of(order));
    orders.page(SCRATCH, customer, 1, null);
    String sku = name(calls, shard, each -> SlotMap.stockSlot(SCRATCH, each));
    new MysqlStockReads(calls).stock(SCRATCH, sku);
    new MysqlProductRows(calls).find(new ProductKey(SCRATCH, sku));
  }

  /** One list of all shards. */
  private static void list(ShardCalls calls) {
    Instant to = Instant.EPOCH.plus(OrderSearch.USUAL);
    try {
      new MysqlOrderReads(calls)
          .search(new OrderSearch(SCRATCH, null, null, Instant.EPOCH, to), 1, null);
    } catch (ReadException e) {
      LOG.atInfo().addKeyValue("cause", e.getMessage()).log("Warm-up could not list orders");
    }
  }

  /** A name whose slot is on a shard. */
  private static String name(ShardCalls calls, int shard, ToIntFunction<String> slot) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(Integer::toString)
        .filter(name -> SlotMap.shard(slot.applyAsInt(name), calls.count()) == shard)
        .findFirst()
        .orElseThrow();
  }
}
