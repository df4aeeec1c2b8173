package io.spillway.client.adapter.jdbc;

import io.spillway.client.port.TransactionalSequences;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * What was handled, in two tables of the team's own database; {@link #tables} says which. Plain SQL
 * that MySQL, MariaDB and PostgreSQL understand. Remembers in memory which orders have dead
 * letters, as {@link #refresh} found them, so that an event costs one query and one write.
 * Thread-safe; takes a connection at a time for each thread.
 */
public final class JdbcSequences implements TransactionalSequences {
  private static final String SEQUENCE = "WHERE subscription = ? AND order_id = ?";
  private static final String SELECT = "SELECT version FROM spillway_sequences " + SEQUENCE;
  private static final String INSERT =
      "INSERT INTO spillway_sequences (version, changed_millis, subscription, order_id)"
          + " VALUES (?, ?, ?, ?)";
  // The version that was read is asked for again: nobody else has changed it since.
  private static final String UPDATE =
      "UPDATE spillway_sequences SET version = ?, changed_millis = ? "
          + SEQUENCE
          + " AND version = ?";
  private static final String FORGET =
      "DELETE FROM spillway_sequences WHERE subscription = ? AND changed_millis < ?";

  // A letter whose event was handled after all, by a member that had lost its partition, is none.
  private static final String PARKED_ORDERS =
      "SELECT DISTINCT p.order_id FROM spillway_parked p LEFT JOIN spillway_sequences s"
          + " ON s.subscription = p.subscription AND s.order_id = p.order_id"
          + " WHERE p.subscription = ? AND (s.version IS NULL OR p.version = 0 OR p.version > s.version)";
  private static final String PARKED =
      "SELECT p.first_offset FROM spillway_parked p LEFT JOIN spillway_sequences s"
          + " ON s.subscription = p.subscription AND s.order_id = p.order_id"
          + " WHERE p.subscription = ? AND p.order_id = ?"
          + " AND (s.version IS NULL OR p.version = 0 OR p.version > s.version)";
  private static final String PARK =
      "INSERT INTO spillway_parked (subscription, order_id, first_offset, version)"
          + " VALUES (?, ?, ?, ?)";
  private static final String UNPARK = "DELETE FROM spillway_parked " + SEQUENCE;

  private final DataSource dataSource;
  private final Clock clock;
  private final Set<String> parkedOrders = ConcurrentHashMap.newKeySet();
  private volatile String subscription = "";

  private JdbcSequences(DataSource dataSource, Clock clock) {
    this.dataSource = dataSource;
    this.clock = clock;
  }

  /** Sequences in the database of a source of connections; see {@link #tables}. */
  public static JdbcSequences in(DataSource dataSource) {
    return new JdbcSequences(dataSource, Clock.systemUTC());
  }

  /** The statements, separated by semicolons, that make the tables; for the team's migrations. */
  public static String tables() {
    try (InputStream in = JdbcSequences.class.getResourceAsStream("tables.sql")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("tables.sql of the library cannot be read", e);
    }
  }

  /** Makes the tables unless they exist: for a program without migrations. */
  public JdbcSequences createTables() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : tables().split(";", -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    }
    return this;
  }

  /**
   * Forgets orders without an event for so long; keep them for as long as the topic keeps events,
   * and as a replay may reach back. Answers how many.
   */
  public int forgetOlderThan(Duration age) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete = connection.prepareStatement(FORGET)) {
      delete.setString(1, subscription);
      delete.setLong(2, clock.millis() - age.toMillis());
      int deleted = delete.executeUpdate();
      commit(connection);
      return deleted;
    }
  }

  /**
   * Lets an order go on whose dead letters are not to be redriven: its next event is handled.
   * Answers how many letters held it. A later redrive of them is dropped as a duplicate.
   */
  public int release(String orderId) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete = connection.prepareStatement(UNPARK)) {
      delete.setString(1, subscription);
      delete.setString(2, orderId);
      int deleted = delete.executeUpdate();
      commit(connection);
      return deleted;
    }
  }

  @Override
  public void open(String name) throws SQLException {
    subscription = name;
    try {
      handled("");
      refresh();
    } catch (SQLException e) {
      throw new SQLException(
          "the tables spillway_sequences and spillway_parked cannot be read ("
              + e.getMessage()
              + "): add JdbcSequences.tables() to your migrations, or call createTables()",
          e.getSQLState(),
          e.getErrorCode(),
          e);
    }
  }

  @Override
  public void refresh() throws SQLException {
    Set<String> found = ConcurrentHashMap.newKeySet();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(PARKED_ORDERS)) {
      select.setString(1, subscription);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      commit(connection);
    }
    // Only added to: what a worker parks meanwhile stays, and what is too much is looked up.
    parkedOrders.addAll(found);
  }

  @Override
  public long handled(String orderId) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      long version = version(connection, orderId);
      commit(connection);
      return version;
    }
  }

  @Override
  public void handled(String orderId, long version, long offset) throws Exception {
    boolean noted = handleOnce(orderId, version, offset, _ -> {});
    if (!noted) {
      // A duplicate; if it is a dead letter, it is none any more.
      unpark(orderId, offset);
    }
  }

  @Override
  public SortedSet<Long> parked(String orderId) throws SQLException {
    if (!parkedOrders.contains(orderId)) {
      return Collections.emptySortedSet();
    }
    SortedSet<Long> offsets = new TreeSet<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(PARKED)) {
      select.setString(1, subscription);
      select.setString(2, orderId);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          offsets.add(rows.getLong(1));
        }
      }
      commit(connection);
    }
    if (offsets.isEmpty()) {
      parkedOrders.remove(orderId);
    }
    return offsets;
  }

  @Override
  public void park(String orderId, long version, long offset) throws SQLException {
    parkedOrders.add(orderId);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(PARK)) {
      insert.setString(1, subscription);
      insert.setString(2, orderId);
      insert.setLong(3, offset);
      insert.setLong(4, version);
      try {
        insert.executeUpdate();
      } catch (SQLException e) {
        if (!isDuplicate(e)) {
          throw e;
        }
        rollback(connection, e);
        return;
      }
      commit(connection);
    }
  }

  @Override
  public long parkedCount() {
    return parkedOrders.size();
  }

  @Override
  public boolean handleOnce(String orderId, long version, long offset, Work work) throws Exception {
    try (Connection connection = dataSource.getConnection()) {
      boolean auto = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        boolean first = note(connection, orderId, version);
        if (first) {
          work.in(connection);
        }
        if (parkedOrders.contains(orderId)) {
          unpark(connection, orderId, offset);
        }
        connection.commit();
        return first;
      } catch (Throwable e) {
        rollback(connection, e);
        throw e;
      } finally {
        restore(connection, auto);
      }
    }
  }

  /**
   * Notes a version that is higher than the one before; false when there is none. Holds the row, so
   * that another member that still works on the order waits, and then finds it noted. A row that is
   * missing is inserted without asking for its place, where MySQL would lock the gap.
   */
  private boolean note(Connection connection, String orderId, long version) throws SQLException {
    long before = version(connection, orderId);
    if (before >= version) {
      return false;
    }
    try (PreparedStatement write = connection.prepareStatement(before == 0 ? INSERT : UPDATE)) {
      write.setLong(1, version);
      write.setLong(2, clock.millis());
      write.setString(3, subscription);
      write.setString(4, orderId);
      if (before > 0) {
        write.setLong(5, before);
      }
      if (write.executeUpdate() == 0) {
        throw new SQLTransientException(changed(orderId), "40001");
      }
      return true;
    } catch (SQLException e) {
      throw isDuplicate(e) ? new SQLTransientException(changed(orderId), "40001", e) : e;
    }
  }

  private static String changed(String orderId) {
    return "another member of the group has handled an event of order " + orderId + " meanwhile";
  }

  private long version(Connection connection, String orderId) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setString(1, subscription);
      select.setString(2, orderId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private void unpark(String orderId, long offset) throws SQLException {
    if (parkedOrders.contains(orderId)) {
      try (Connection connection = dataSource.getConnection()) {
        unpark(connection, orderId, offset);
        commit(connection);
      }
    }
  }

  private void unpark(Connection connection, String orderId, long offset) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(UNPARK + " AND first_offset = ?")) {
      delete.setString(1, subscription);
      delete.setString(2, orderId);
      delete.setLong(3, offset);
      delete.executeUpdate();
    }
  }

  private static boolean isDuplicate(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("23");
  }

  /** Sources of connections differ in what they begin with. */
  private static void commit(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
  }

  private static void rollback(Connection connection, Throwable cause) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static void restore(Connection connection, boolean auto) {
    try {
      connection.setAutoCommit(auto);
    } catch (SQLException e) {
      // The connection is broken, which whoever uses it next is told.
    }
  }
}
