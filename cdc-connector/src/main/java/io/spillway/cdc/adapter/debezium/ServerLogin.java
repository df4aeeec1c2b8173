package io.spillway.cdc.adapter.debezium;

import io.spillway.cdc.CdcConfig;
import io.spillway.cdc.core.CapturedServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Knocks at a MySQL server before an engine is built for it: a refused connection or a wrong
 * password is then named as such, which Debezium's own validation does not do.
 */
final class ServerLogin {
  private ServerLogin() {}

  static void check(CapturedServer server, CdcConfig config) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    properties.setProperty("connectTimeout", "5000");
    properties.setProperty("socketTimeout", "5000");
    properties.setProperty("sslMode", "PREFERRED");
    properties.setProperty("allowPublicKeyRetrieval", "true");
    String url = "jdbc:mysql://" + server.address() + "/";
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      if (!connection.isValid(5)) {
        throw new SQLException(server.address() + " does not answer");
      }
    }
  }
}
