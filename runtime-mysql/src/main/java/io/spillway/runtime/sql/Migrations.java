package io.spillway.runtime.sql;

import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import org.flywaydb.core.Flyway;

/** Brings every physical shard's tables to the newest version. */
public final class Migrations {
  private Migrations() {}

  /**
   * Migrates the shards one after the other; safe to repeat and to run from several processes.
   * Flyway talks to each shard itself, because it does not work through ShardingSphere.
   */
  public static void migrate(MysqlConfig mysql) {
    for (ShardAddress shard : mysql.shards()) {
      Flyway.configure()
          .dataSource(mysql.jdbcUrl(shard), mysql.user(), mysql.password())
          .locations("classpath:db/migration")
          .connectRetries(5)
          .load()
          .migrate();
    }
  }
}
