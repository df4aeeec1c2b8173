package io.spillway.ingest.adapter.mysql;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.port.ReadException;
import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.sql.Shards;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs blocking reads beside the HTTP threads: so many per shard, each within a time limit, so that
 * a shard that hangs fails alone. Opens the shards in the background, because orders are taken
 * whether MySQL is up or not. Thread-safe.
 */
public final class ShardReads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardReads.class);
  private static final Duration REOPEN = Duration.ofSeconds(2);

  private final Duration timeout;
  private final List<Semaphore> permits;
  private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread opener;
  private volatile @Nullable Shards shards;

  private ShardReads(MysqlConfig mysql, MeterRegistry metrics, Duration timeout, int perShard) {
    this.timeout = timeout;
    this.permits =
        IntStream.range(0, mysql.shards().size()).mapToObj(_ -> new Semaphore(perShard)).toList();
    this.opener =
        Thread.ofPlatform().daemon().name("shard-opener").unstarted(() -> open(mysql, metrics));
  }

  /** Begins to open the shards; reads fail until they are open. */
  public static ShardReads start(
      MysqlConfig mysql, MeterRegistry metrics, Duration timeout, int perShard) {
    ShardReads reads = new ShardReads(mysql, metrics, timeout, perShard);
    reads.opener.start();
    return reads;
  }

  /** What a read does with a connection that routes by slot. */
  @FunctionalInterface
  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Runs a query on the shard of a slot; the stage fails with {@link ReadException}. */
  <T> CompletionStage<T> read(int slot, Query<T> query) {
    Shards open = shards;
    if (open == null) {
      return refused("the shards are not open yet");
    }
    int shard = SlotMap.shard(slot, permits.size());
    Semaphore permit = permits.get(shard);
    if (!permit.tryAcquire()) {
      return refused("too many reads wait for shard " + shard);
    }
    CompletableFuture<T> result =
        CompletableFuture.supplyAsync(
            () -> {
              try (Connection connection = open.routed().getConnection()) {
                return query.run(connection);
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
    opener.interrupt();
    opener.join();
    readers.shutdownNow();
    Shards open = shards;
    if (open != null) {
      open.close();
    }
  }

  private void open(MysqlConfig mysql, MeterRegistry metrics) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        shards = Shards.open(mysql, metrics);
        LOG.atInfo().addKeyValue("shards", permits.size()).log("the shards are open for reads");
        return;
      } catch (SQLException | RuntimeException e) {
        LOG.atWarn()
            .addKeyValue("cause", e.toString().lines().findFirst().orElse(""))
            .log("not every shard can be reached; orders are taken, but not told yet");
      }
      try {
        Thread.sleep(REOPEN);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static <T> CompletionStage<T> refused(String why) {
    return CompletableFuture.failedFuture(new ReadException(why, null));
  }
}
