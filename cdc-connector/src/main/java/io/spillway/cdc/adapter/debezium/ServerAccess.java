package io.spillway.cdc.adapter.debezium;

import io.spillway.cdc.CdcConfig;
import io.spillway.cdc.core.CapturedServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Plain questions to a MySQL server, beside its engine; every answer comes within seconds. */
final class ServerAccess {
  private static final String TIMEOUT_MILLIS = "5000";

  private ServerAccess() {}

  /** A connection of the change feed's account. */
  static Connection open(CapturedServer server, CdcConfig config) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    properties.setProperty("connectTimeout", TIMEOUT_MILLIS);
    properties.setProperty("socketTimeout", TIMEOUT_MILLIS);
    properties.putAll(config.tls().properties());
    return DriverManager.getConnection("jdbc:mysql://" + server.address() + "/", properties);
  }

  /** The GTIDs of all transactions the server has executed; empty when it has none. */
  static String executedGtids(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SELECT @@GLOBAL.gtid_executed")) {
      return answer.next() ? answer.getString(1).replaceAll("\\s", "") : "";
    }
  }
}
