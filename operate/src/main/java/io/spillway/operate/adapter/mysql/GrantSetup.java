package io.spillway.operate.adapter.mysql;

import io.spillway.operate.core.MysqlGrants;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import io.spillway.verify.adapter.mysql.ShardQueries;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Gives the services' accounts the rights of {@link MysqlGrants}. */
public final class GrantSetup {
  private GrantSetup() {}

  /** Grants what each shard's tables need; the tables must be there. Safe to repeat. */
  public static void ensure(Backends backends) {
    for (Backends.Shard shard : backends.shards()) {
      try (Connection connection = ShardQueries.connect(backends, shard);
          Statement statement = connection.createStatement()) {
        for (String grant : MysqlGrants.statements(shard.schema())) {
          statement.execute(grant);
        }
      } catch (SQLException e) {
        throw new OperationException(
            "shard " + shard.number() + " did not take the services' rights: " + e.getMessage(), e);
      }
    }
  }
}
