package io.spillway.operate.adapter.mysql;

import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.rights.MysqlRights;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import io.spillway.verify.adapter.mysql.ShardQueries;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives the services' accounts their rights on tables; those on schemas came with the server. */
public final class GrantSetup {
  private GrantSetup() {}

  /**
   * Grants what each shard's tables need, with the account of commands; the tables must be there.
   * Safe to repeat.
   *
   * @param wanted as a file says it, for any shard
   */
  public static void ensure(Backends backends, Set<Right> wanted) {
    for (Backends.Shard shard : backends.shards()) {
      Set<Right> own =
          wanted.stream()
              .filter(right -> right.plane() == Plane.MYSQL && right.kind().equals("table"))
              .filter(right -> !right.name().endsWith(".*"))
              .map(right -> MysqlRights.on(right, shard.schema()))
              .collect(Collectors.toSet());
      try (Connection connection = ShardQueries.connect(backends, shard);
          Statement statement = connection.createStatement()) {
        for (String grant : MysqlRights.grants(own)) {
          statement.execute(grant);
        }
      } catch (SQLException e) {
        throw new OperationException(
            "shard " + shard.number() + " did not take the services' rights: " + e.getMessage(), e);
      }
    }
  }
}
