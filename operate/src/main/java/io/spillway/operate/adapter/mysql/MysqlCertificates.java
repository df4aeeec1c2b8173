package io.spillway.operate.adapter.mysql;

import io.spillway.operate.port.CertificateReload;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every MySQL server reads its files again when it is told to; connections that are open stay.
 *
 * @param admin who may tell it so
 */
public record MysqlCertificates(Backends backends, Credentials admin) implements CertificateReload {
  @Override
  public String server() {
    return "mysql";
  }

  @Override
  public void reload() throws UnavailableException {
    Map<String, Backends.Shard> servers = new LinkedHashMap<>();
    for (Backends.Shard shard : backends.shards()) {
      servers.putIfAbsent(shard.host() + ":" + shard.port(), shard);
    }
    for (Map.Entry<String, Backends.Shard> server : servers.entrySet()) {
      try (Connection connection =
              DriverManager.getConnection(
                  BackendConfigs.jdbcUrl(backends, server.getValue()),
                  admin.user(),
                  admin.password());
          Statement statement = connection.createStatement()) {
        statement.execute("ALTER INSTANCE RELOAD TLS");
      } catch (SQLException e) {
        throw new UnavailableException(
            "MySQL at " + server.getKey() + " does not take its certificate: " + e.getMessage(), e);
      }
    }
  }
}
