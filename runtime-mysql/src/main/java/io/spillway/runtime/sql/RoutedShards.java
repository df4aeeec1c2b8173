package io.spillway.runtime.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.spillway.schemas.routing.SlotMap;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ShardingSphere over the shards' pools, for statements that find their shard by {@code slot}.
 * Opening it reads the tables' metadata, for which every shard must answer. Until they all do, each
 * shard that answers has a ShardingSphere data source of its own. Owns the shards from here on:
 * ShardingSphere closes their pools with itself. Thread-safe.
 */
public final class RoutedShards implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoutedShards.class);
  private static final Duration REOPEN_AFTER = Duration.ofSeconds(1);

  private final Shards shards;
  private final List<HikariDataSource> pools;

  /** Of the shards that opened before the others; null where a shard has not, or never had to. */
  private final AtomicReferenceArray<@Nullable DataSource> alone;

  private final Thread opener = Thread.ofPlatform().name("shards-router").unstarted(this::openAll);
  private volatile @Nullable DataSource all;
  private volatile String notOpenBecause = "connecting";

  private RoutedShards(Shards shards) {
    this.shards = shards;
    this.pools = shards.pools();
    this.alone = new AtomicReferenceArray<>(pools.size());
  }

  /**
   * Opens the routing and returns when it is open.
   *
   * @throws SQLException when a shard cannot be reached or has no tables
   */
  public static RoutedShards open(Shards shards) throws SQLException {
    RoutedShards routed = new RoutedShards(shards);
    routed.all = RoutedSource.over(routed.pools, routed.pools.size());
    return routed;
  }

  /**
   * Opens the routing in the background, however often it takes, so that a service starts while a
   * server is down. Until a shard is open its use fails with {@link
   * SQLTransientConnectionException}; the others work.
   */
  public static RoutedShards opening(Shards shards) {
    RoutedShards routed = new RoutedShards(shards);
    routed.opener.start();
    return routed;
  }

  /** The data source that routes by {@code slot}, which every statement must carry. */
  public DataSource routed() throws SQLException {
    DataSource open = all;
    if (open == null) {
      throw new SQLTransientConnectionException(notOpen());
    }
    return open;
  }

  /**
   * A data source for statements that carry this slot, which needs no other shard than the slot's.
   * It routes by {@code slot} too.
   */
  public DataSource routed(int slot) throws SQLException {
    DataSource open = all != null ? all : alone.get(SlotMap.shard(slot, pools.size()));
    if (open == null) {
      throw new SQLTransientConnectionException(notOpen());
    }
    return open;
  }

  @Override
  public void close() throws Exception {
    opener.interrupt();
    opener.join();
    for (int shard = 0; shard < pools.size(); shard++) {
      close(alone.get(shard));
    }
    close(all);
    shards.close();
  }

  private static void close(@Nullable DataSource source) throws Exception {
    if (source instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  private String notOpen() {
    List<Integer> closed =
        IntStream.range(0, pools.size()).filter(shard -> alone.get(shard) == null).boxed().toList();
    return "shards " + closed + " are unavailable: " + notOpenBecause;
  }

  private void openAll() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        List<Integer> answering = shards.answering();
        if (answering.size() == pools.size()) {
          all = RoutedSource.over(pools, pools.size());
          LOG.atInfo().addKeyValue("shards", pools.size()).log("Routing over all shards");
          return;
        }
        for (int shard : answering) {
          openAlone(shard);
        }
      } catch (SQLException | RuntimeException e) {
        notYet(e);
      } catch (InterruptedException e) {
        return;
      }
      try {
        Thread.sleep(REOPEN_AFTER);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void openAlone(int shard) {
    if (alone.get(shard) != null) {
      return;
    }
    try {
      alone.set(shard, RoutedSource.over(List.of(pools.get(shard)), pools.size()));
      LOG.atInfo()
          .addKeyValue("shard", shard)
          .log("Routing over one shard; others are unavailable");
    } catch (SQLException | RuntimeException e) {
      notYet(e);
    }
  }

  private void notYet(Exception e) {
    notOpenBecause = Shards.cause(e);
    LOG.atWarn().addKeyValue("cause", notOpenBecause).log("Cannot route statements yet; retrying");
  }
}
