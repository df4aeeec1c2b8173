package io.spillway.bench.adapter.cdc;

import io.spillway.bench.adapter.mysql.MysqlLab;
import io.spillway.bench.core.Measurements;
import io.spillway.stack.core.Backends;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;

/** Writes movements for the feeds to read, and counts them. Not thread-safe. */
final class MovementSource {
  private static final double FIRST_GUESS = 2_000;

  private final MysqlLab mysql;
  private final Backends backends;
  private final SplittableRandom random = new SplittableRandom();
  private double fastest = FIRST_GUESS;
  private long written;

  MovementSource(MysqlLab mysql, Backends backends) {
    this.mysql = mysql;
    this.backends = backends;
  }

  record MysqlAddress(String host, int port) {}

  List<MysqlAddress> servers() {
    return backends.shards().stream()
        .map(shard -> new MysqlAddress(shard.host(), shard.port()))
        .distinct()
        .toList();
  }

  List<String> schemas(MysqlAddress server) {
    return backends.shards().stream()
        .filter(shard -> shard.port() == server.port() && shard.host().equals(server.host()))
        .map(Backends.Shard::schema)
        .toList();
  }

  /** As many as the fastest so far would read in that time; answers how many. */
  long write(Duration duration) throws SQLException {
    return write((long) (fastest * duration.toMillis() / 1_000));
  }

  /** So many, but not fewer than a hundred, stamped with the time of writing. */
  long write(long rows) throws SQLException {
    return writeExactly(Math.max(100, rows));
  }

  /** So many and no more. */
  long writeExactly(long rows) throws SQLException {
    long done = mysql.movements(rows, LocalDateTime.now(ZoneOffset.UTC), random);
    written += done;
    return done;
  }

  /** All that was ever written here. */
  long written() {
    return written;
  }

  /** Lets the next run have enough to read. */
  void drained(Measurements figures) {
    fastest = Math.max(FIRST_GUESS, figures.get(Measurements.RATE).orElse(FIRST_GUESS));
  }
}
