package io.spillway.runtime.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Statements on one shard's connection; must not keep the connection. */
@FunctionalInterface
public interface SqlWork<T> {
  T run(Connection connection) throws SQLException;
}
