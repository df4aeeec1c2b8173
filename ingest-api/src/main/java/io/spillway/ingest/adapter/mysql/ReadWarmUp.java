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
 * may.
 */
public final class ReadWarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(ReadWarmUp.class);

  /** No tenant can be called so. */
  private static final String SCRATCH = "_warm-up";

  private static final Duration TRY_AGAIN_AFTER = Duration.ofMillis(50);

  private final CompletableFuture<List<Integer>> finished = new CompletableFuture<>();

  private ReadWarmUp() {}

  /** Begins the reads on a thread of its own, which gives up after the limit. */
  public static ReadWarmUp start(ShardCalls shards, Duration limit) {
    ReadWarmUp warmUp = new ReadWarmUp();
    Thread.ofVirtual()
        .name("read-warm-up")
        .start(
            () -> {
              try {
                warmUp.finished.complete(read(shards, limit));
              } catch (RuntimeException e) {
                warmUp.finished.completeExceptionally(e);
              }
            });
    return warmUp;
  }

  /**
   * Returns when the reads are done or given up, at the latest when the limit is over: a shard that
   * is down delays the start by little. Names the shards that did not answer.
   */
  public List<Integer> await() {
    return finished.join();
  }

  private static List<Integer> read(ShardCalls shards, Duration limit) {
    long began = System.nanoTime();
    ShardCalls calls = shards.within(limit);
    List<CompletableFuture<Boolean>> reads =
        IntStream.range(0, shards.count())
            .mapToObj(
                shard ->
                    CompletableFuture.supplyAsync(
                        () -> reads(calls, shard, began + limit.toNanos()),
                        Thread::startVirtualThread))
            .toList();
    CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    List<Integer> cold = new ArrayList<>();
    for (int shard = 0; shard < reads.size(); shard++) {
      if (!reads.get(shard).getNow(false)) {
        cold.add(shard);
      }
    }
    if (cold.isEmpty()) {
      list(calls);
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
