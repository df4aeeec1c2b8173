package io.spillway.bench.adapter.mysql;

import io.spillway.stack.core.MysqlEndpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Gives a running MySQL server another size, as its operator would. Not thread-safe. */
final class MysqlMemory {
  private static final String RESIZING =
      "SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_resize_status_code'";
  private static final long POLL_MILLIS = 200;

  private final MysqlEndpoint server;
  private final Size own;

  /**
   * What decides how much of the data a server holds.
   *
   * @param pool bytes of pages in memory
   * @param redo bytes of the log, which bound how much of the pool may be ahead of the disk
   */
  record Size(long pool, long redo) {}

  /** The memory of that server, which can be taken back to what it is now. */
  MysqlMemory(MysqlEndpoint server) throws SQLException {
    this.server = server;
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      this.own =
          new Size(
              number(statement, "SELECT @@innodb_buffer_pool_size", 1),
              number(statement, "SELECT @@innodb_redo_log_capacity", 1));
    }
  }

  /** The size that the server was started with. */
  Size own() {
    return own;
  }

  /** Sets the size and waits until it is reached. */
  void resize(Size size) throws SQLException, InterruptedException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL innodb_redo_log_capacity = " + size.redo());
      statement.execute("SET GLOBAL innodb_buffer_pool_size = " + size.pool());
      do {
        Thread.sleep(POLL_MILLIS);
      } while (number(statement, RESIZING, 2) != 0);
    }
  }

  /** Whether a commit waits for the disk; without, a machine's failure loses what was committed. */
  void durable(boolean durable) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL innodb_flush_log_at_trx_commit = " + (durable ? 1 : 0));
      statement.execute("SET GLOBAL sync_binlog = " + (durable ? 1 : 0));
    }
  }

  /**
   * Reads every page of a shard's large tables, so that those that fit are in memory; takes as long
   * as it takes.
   */
  void load(int shard) throws SQLException {
    String schema = server.schemas().get(shard);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      number(statement, "SELECT SUM(version) FROM " + schema + ".orders", 1);
      number(statement, "SELECT SUM(quantity) FROM " + schema + ".stock_movement", 1);
    }
  }

  private Connection connect() throws SQLException {
    String url =
        "jdbc:mysql://"
            + server.host()
            + ":"
            + server.port()
            + "/?allowPublicKeyRetrieval=true&sslMode=PREFERRED";
    return DriverManager.getConnection(url, server.adminUser(), server.adminPassword());
  }

  private static long number(Statement statement, String sql, int column) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(column);
    }
  }
}
