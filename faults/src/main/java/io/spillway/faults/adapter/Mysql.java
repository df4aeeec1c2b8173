package io.spillway.faults.adapter;

import io.spillway.runtime.config.ShardAddress;
import io.spillway.stack.core.MysqlEndpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Connections past the services, for whoever breaks or checks. */
final class Mysql {
  private Mysql() {}

  /** As the administrator of a whole server. */
  static Connection admin(MysqlEndpoint server) throws SQLException {
    String url =
        new ShardAddress(server.host(), server.port(), server.schemas().getFirst()).jdbcUrl();
    return DriverManager.getConnection(url, server.adminUser(), server.adminPassword());
  }
}
