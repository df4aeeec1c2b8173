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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Runs blocking calls beside the HTTP threads: so many per shard, each within a time limit, so that
 * a shard that hangs fails alone. Opens the shards in the background, because orders are taken
 * whether MySQL is up or not. Thread-safe.
 */
public final class ShardCalls implements AutoCloseable {
  private final Duration timeout;
  private final List<Semaphore> permits;
  private final Semaphore waiting;
  private final Semaphore asking;
  private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
  private final Shards shards;
  private final RoutedShards routed;

  private ShardCalls(
      Shards shards, RoutedShards routed, Duration timeout, int perShard, int poolSize) {
    this.shards = shards;
    this.waiting = new Semaphore(perShard);
    this.asking = new Semaphore(Math.max(1, poolSize / 2), true);
    this.routed = routed;
    this.timeout = timeout;
    this.permits =
        IntStream.range(0, shards.count()).mapToObj(_ -> new Semaphore(perShard)).toList();
  }

  /** Begins to open the shards; reads fail until they are open. */
  public static ShardCalls start(
      MysqlConfig mysql, MeterRegistry metrics, Duration timeout, int perShard) {
    Shards shards = Shards.opening(mysql, metrics);
    return new ShardCalls(
        shards, RoutedShards.opening(shards), timeout, perShard, mysql.poolSize());
  }

  /** What a read does with a connection that routes by slot. */
  @FunctionalInterface
  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  /** How many shards there are. */
  int count() {
    return permits.size();
  }

  /** Runs a query that names its slot on that slot's shard; fails with {@link ReadException}. */
  <T> CompletionStage<T> read(int slot, Query<T> query) {
    return submit(
        SlotMap.shard(slot, count()),
        () -> {
          try (Connection connection = routed.routed(slot).getConnection()) {
            return query.run(connection);
          }
        });
  }

  /** Runs a query that names no slot on one shard; the stage fails with {@link ReadException}. */
  <T> CompletionStage<T> readShard(int shard, Query<T> query) {
    return submit(shard, () -> shards.read(shard, query::run));
  }

  /**
   * Runs a query on all shards, or those that its slots are on. Such a query holds a connection of
   * each of them until the last has answered, so together they get half of the connections: a shard
   * that hangs takes no more than that from the others. The stage fails with {@link ReadException}.
   */
  <T> CompletionStage<T> readAll(Query<T> query) {
    if (!waiting.tryAcquire()) {
      return refused("too many calls wait for all shards");
    }
    CompletableFuture<T> result =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return asked(query);
              } catch (SQLException e) {
                throw new ReadException(silent(), e);
              } catch (InterruptedException e) {
                throw new ReadException("the service is stopping", e);
              } finally {
                waiting.release();
              }
            },
            readers);
    return result
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            failure ->
                failure instanceof TimeoutException
                    ? refused(silent())
                    : CompletableFuture.failedFuture(failure));
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

  private String silent() {
    List<Integer> silent = shards.unconnected();
    return silent.isEmpty()
        ? "not every shard answered"
        : "the shards " + silent + " do not answer";
  }

  /**
   * Runs statements in one transaction on a slot's shard. The stage fails with {@link
   * ReadException} when nothing was committed, and with {@link
   * io.spillway.runtime.failure.OutcomeUnknownException} or a timeout when something may have been.
   */
  <T> CompletionStage<T> inTransaction(int slot, SqlWork<T> work) {
    int shard = SlotMap.shard(slot, count());
    return submit(shard, () -> shards.inTransaction(shard, work));
  }

  @FunctionalInterface
  private interface Calling<T> {
    T run() throws SQLException;
  }

  private <T> CompletionStage<T> submit(int shard, Calling<T> calling) {
    Semaphore permit = permits.get(shard);
    if (!permit.tryAcquire()) {
      return refused("too many queued calls to shard " + shard);
    }
    CompletableFuture<T> result =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return calling.run();
              } catch (SQLException e) {
                throw new ReadException("shard " + shard + " does not answer", e);
              } finally {
                permit.release();
              }
            },
            readers);
    return result.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws Exception {
    readers.shutdownNow();
    routed.close();
  }

  private static <T> CompletionStage<T> refused(String why) {
    return CompletableFuture.failedFuture(new ReadException(why, null));
  }
}
