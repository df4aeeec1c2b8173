package io.spillway.verify.adapter.mysql;

import io.spillway.stack.core.Backends;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.port.CounterReads;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the MySQL servers have done, summed over them. */
public final class StatementCounters implements CounterReads {
  /** MySQL's status variables; a transaction of one statement that commits itself is none here. */
  private static final Map<String, String> NAMES =
      Map.of(
          "Com_commit", "mysql commits",
          "Questions", "mysql statements",
          "Innodb_rows_inserted", "mysql rows inserted",
          "Innodb_rows_updated", "mysql rows updated",
          "Innodb_rows_deleted", "mysql rows deleted",
          "Innodb_rows_read", "mysql rows read");

  private final Backends backends;

  public StatementCounters(Backends backends) {
    this.backends = backends;
  }

  @Override
  public Map<String, Long> read() throws UnavailableException {
    Map<String, Backends.Shard> servers = new LinkedHashMap<>();
    for (Backends.Shard shard : backends.shards()) {
      servers.putIfAbsent(shard.host() + ":" + shard.port(), shard);
    }
    Map<String, Long> counters = new TreeMap<>();
    for (Backends.Shard any : servers.values()) {
      try (Connection connection = ShardQueries.connect(backends, any);
          Statement statement = connection.createStatement();
          ResultSet status = statement.executeQuery("SHOW GLOBAL STATUS")) {
        while (status.next()) {
          String name = NAMES.get(status.getString(1));
          if (name != null) {
            counters.merge(name, status.getLong(2), Long::sum);
          }
        }
      } catch (SQLException e) {
        throw new UnavailableException(
            any.address() + " does not answer (" + e.getMessage() + ")", e);
      }
    }
    return counters;
  }
}
