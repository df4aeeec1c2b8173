package io.spillway.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.access.core.Identity;
import io.spillway.access.core.Tenants;
import io.spillway.ingest.core.OrderProgress;
import io.spillway.ingest.port.OrderReads;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells an order once it has come as far as the caller waits for. However many wait, each shard is
 * asked by one query at a time, and by none while nobody waits. Thread-safe.
 */
public final class OrderWaitFlow {
  private final IngestFlow flow;
  private final Limits limits;
  private final AtomicInteger waiting = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> waitingByCaller = new ConcurrentHashMap<>();
  private final List<ShardLongPoll> shards;
  private final Counter told;
  private final Counter over;
  private final Counter busy;
  private volatile boolean ended;

  /**
   * How many requests wait at one time.
   *
   * @param all of all callers
   * @param perCaller of one caller
   */
  public record Limits(int all, int perCaller) {}

  /**
   * Waits within limits.
   *
   * @param pause between two looks at one shard
   */
  public OrderWaitFlow(
      IngestFlow flow, OrderReads rows, Limits limits, Duration pause, MeterRegistry metrics) {
    this.flow = flow;
    this.limits = limits;
    this.shards =
        IntStream.range(0, rows.shards())
            .mapToObj(shard -> new ShardLongPoll(shard, rows, pause))
            .toList();
    Gauge.builder("spillway.ingest.waits.waiting", waiting, AtomicInteger::get)
        .description("requests waiting for a status of an order")
        .register(metrics);
    this.told = ended(metrics, "told");
    this.over = ended(metrics, "over");
    this.busy = ended(metrics, "busy");
  }

  /**
   * Looks an order up, and again until it is worth telling or the wait is over. An order that the
   * caller must not see is missing, after the same time as one that does not exist.
   *
   * @param caller who may see orders of its tenants
   * @param knownVersion what the caller has seen; null waits for the order to be decided
   */
  public OrderLookup find(
      RoutedId orderId, Identity caller, Duration wait, @Nullable Long knownVersion) {
    Tenants tenants = caller.tenants();
    OrderLookup lookup = flow.find(orderId);
    boolean hidden = lookup.hiddenFrom(tenants);
    if (wait.isZero() || (!hidden && isNews(lookup, knownVersion))) {
      return shown(lookup, tenants);
    }
    return await(orderId, caller, wait, hidden ? (Long) Long.MAX_VALUE : knownVersion);
  }

  private OrderLookup await(
      RoutedId orderId, Identity caller, Duration wait, @Nullable Long knownVersion) {
    Tenants tenants = caller.tenants();
    try {
      int ofCaller = waitingByCaller.merge(caller.name(), 1, Integer::sum);
      boolean tooMany = ofCaller > limits.perCaller() && !caller.equals(Identity.ANYONE);
      if (waiting.incrementAndGet() > limits.all() || tooMany) {
        busy.increment();
        return new OrderLookup.Busy();
      }
      ShardLongPoll shard = shards.get(SlotMap.shard(orderId.slot(), shards.size()));
      OrderRow row = shard.await(orderId, knownVersion, wait);
      if (row != null) {
        told.increment();
        return shown(new OrderLookup.Found(row), tenants);
      }
    } finally {
      waiting.decrementAndGet();
      waitingByCaller.computeIfPresent(caller.name(), (_, now) -> now == 1 ? null : now - 1);
    }
    over.increment();
    return shown(flow.find(orderId), tenants);
  }

  private static OrderLookup shown(OrderLookup lookup, Tenants tenants) {
    return lookup.hiddenFrom(tenants) ? new OrderLookup.Missing() : lookup;
  }

  /** Whether nobody can wait any more. */
  public boolean ended() {
    return ended;
  }

  /** Answers everyone who waits, now or later, with what is known: before a stop. */
  public void endAll() {
    ended = true;
    shards.forEach(ShardLongPoll::endAll);
  }

  private static boolean isNews(OrderLookup lookup, @Nullable Long knownVersion) {
    return lookup instanceof OrderLookup.Found(OrderRow row)
        && OrderProgress.isNews(row.getStatus(), row.getVersion(), knownVersion);
  }

  private static Counter ended(MeterRegistry metrics, String how) {
    return Counter.builder("spillway.ingest.waits.ended")
        .description("long polls of orders, by outcome")
        .tag("how", how)
        .register(metrics);
  }
}
