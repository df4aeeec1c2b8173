package io.spillway.ingest.adapter.mysql;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.port.ReadException;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.sql.RoutedShards;
import io.spillway.runtime.sql.Shards;
import io.spillway.runtime.sql.SqlWork;
import io.spillway.schemas.routing.SlotMap;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls of the shards: so many per shard, each on a thread of its own and awaited for a
 * limited time, so that a shard that hangs fails alone. Opens the shards in the background, because
 * orders are taken whether MySQL is up or not. Thread-safe.
 */
public final class ShardCalls implements AutoCloseable {
  private static final Future<?> WARM = CompletableFuture.completedFuture(true);

  private final Duration timeout;
  private final List<Semaphore> permits;
  private final Semaphore waiting;
  private final Semaphore asking;
  private final ExecutorService readers;
  private final Shards shards;
  private final RoutedShards routed;
  private final @Nullable ReadWarmUp warmUp;

  private ShardCalls(
      Shards shards, RoutedShards routed, Duration timeout, int perShard, int poolSize) {
    this.shards = shards;
    this.waiting = new Semaphore(perShard);
    this.asking = new Semaphore(Math.max(1, poolSize / 2), true);
    this.readers = Executors.newVirtualThreadPerTaskExecutor();
    this.routed = routed;
    this.timeout = timeout;
    this.warmUp = null;
    this.permits =
        IntStream.range(0, shards.count()).mapToObj(_ -> new Semaphore(perShard)).toList();
  }

  private ShardCalls(ShardCalls of, Duration timeout, @Nullable ReadWarmUp warmUp) {
    this.warmUp = warmUp;
    this.shards = of.shards;
    this.waiting = of.waiting;
    this.asking = of.asking;
    this.readers = of.readers;
    this.routed = of.routed;
    this.timeout = timeout;
    this.permits = of.permits;
  }

  /** Begins to open the shards; reads fail until they are open. */
  public static ShardCalls start(
      MysqlConfig mysql, MeterRegistry metrics, Duration timeout, int perShard) {
    Shards shards = Shards.opening(mysql, metrics);
    return new ShardCalls(
        shards, RoutedShards.opening(shards), timeout, perShard, mysql.poolSize());
  }

  /** The same shards and permits, with another timeout; closed with these. */
  ShardCalls within(Duration other) {
    return new ShardCalls(this, other, warmUp);
  }

  /**
   * The same shards and permits, but a read waits until the warm-up of its shard has ended, and one
   * of all shards for that of all; writes never wait. Closed with these.
   */
  public ShardCalls readAfter(ReadWarmUp other) {
    return new ShardCalls(this, timeout, other);
  }

  /** The same shards and permits, for reads that a write must not wait for. */
  ShardCalls atOnce() {
    return new ShardCalls(this, timeout, null);
  }

  /** What a read does with a connection that routes by slot. */
  @FunctionalInterface
  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  /** The shards themselves, for calls that have a thread of their own. */
  public Shards shards() {
    return shards;
  }

  /** How many shards there are. */
  public int count() {
    return permits.size();
  }

  /** Runs a query that names its slot on that slot's shard; fails with {@link ReadException}. */
  <T> T read(int slot, Query<T> query) {
    return read(
        SlotMap.shard(slot, count()),
        () -> {
          try (Connection connection = routed.routed(slot).getConnection()) {
            return query.run(connection);
          }
        });
  }

  /** Runs a query that names no slot on one shard; fails with {@link ReadException}. */
  <T> T readShard(int shard, Query<T> query) {
    return read(shard, () -> shards.read(shard, query::run));
  }

  /**
   * Runs one statement on one shard, for those who know only that it is SQL. Fails with
   * SQLTransientException where the shard did not answer, or too many wait for it.
   */
  public <T> T onShard(int shard, SqlWork<T> work) throws SQLException {
    try {
      return readShard(shard, work::run);
    } catch (ReadException e) {
      throw new SQLTransientException(e.getMessage(), e);
    }
  }

  private <T> T read(int shard, Callable<T> call) {
    try {
      return ask(
          permits.get(shard),
          "shard " + shard,
          () -> silent(shard),
          warmUp == null ? WARM : warmUp.ofShard(shard),
          call);
    } catch (TimeoutException e) {
      throw new ReadException(silent(shard), e);
    }
  }

  /**
   * Runs a query on all shards, or those that its slots are on. Such a query holds a connection of
   * each of them until the last has answered, so together they get half of the connections: a shard
   * that hangs takes no more than that from the others. Fails with {@link ReadException}.
   */
  <T> T readAll(Query<T> query) {
    try {
      return ask(
          waiting,
          "all shards",
          this::silent,
          warmUp == null ? WARM : warmUp.ofAll(),
          () -> asked(query));
    } catch (TimeoutException e) {
      throw new ReadException(silent(), e);
    }
  }

  private <T> T asked(Query<T> query) throws SQLException, InterruptedException {
    if (!asking.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new ReadException(silent(), null);
    }
    try (Connection connection = routed.routed().getConnection()) {
      return query.run(connection);
    } finally {
      asking.release();
    }
  }

  /**
   * Runs statements in one transaction on a slot's shard. Fails with {@link ReadException} when
   * nothing was committed, and with {@link io.spillway.runtime.failure.OutcomeUnknownException} or
   * a timeout when something may have been.
   */
  <T> T inTransaction(int slot, SqlWork<T> work) throws TimeoutException {
    int shard = SlotMap.shard(slot, count());
    return ask(
        permits.get(shard),
        "shard " + shard,
        () -> silent(shard),
        WARM,
        () -> shards.inTransaction(shard, work));
  }

  /** Those that wait for {@code warm} have a permit, so that they are not too many. */
  private <T> T ask(
      Semaphore permit, String whom, Supplier<String> silent, Future<?> warm, Callable<T> call)
      throws TimeoutException {
    if (!permit.tryAcquire()) {
      throw new ReadException("too many calls wait for " + whom, null);
    }
    try {
      warm.get();
    } catch (ExecutionException e) {
      // Nothing is warmer then, and the read tells why.
    } catch (InterruptedException e) {
      permit.release();
      Thread.currentThread().interrupt();
      throw new ReadException("the service is stopping", e);
    }
    Future<T> answer =
        readers.submit(
            () -> {
              try {
                return call.call();
              } finally {
                permit.release();
              }
            });
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new ReadException(silent.get(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReadException("the service is stopping", e);
    }
  }

  private static String silent(int shard) {
    return "shard " + shard + " does not answer";
  }

  private String silent() {
    List<Integer> silent = shards.unconnected();
    return silent.isEmpty()
        ? "not every shard answered"
        : "the shards " + silent + " do not answer";
  }

  @Override
  public void close() throws Exception {
    readers.shutdownNow();
    routed.close();
  }
}
