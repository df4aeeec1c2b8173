package io.spillway.operate.adapter.mysql;

import io.spillway.operate.core.access.ShowGrants;
import io.spillway.operate.core.access.WantedRights;
import io.spillway.operate.port.AccessPlane;
import io.spillway.operate.port.AccountKeeper;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.rights.MysqlRights;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The MySQL servers of the shards: their accounts, and what those are granted. */
public final class MysqlAccess implements AccessPlane {
  /** What the server has for itself; root may come from the machine only. */
  private static final String ACCOUNTS =
      "SELECT user, host, account_locked FROM mysql.user"
          + " WHERE user NOT IN ('mysql.sys', 'mysql.session', 'mysql.infoschema')"
          + " AND NOT (user = 'root' AND host = 'localhost')";

  private final Backends backends;
  private final Credentials admin;
  private final AccountKeeper accounts;

  /**
   * The servers of these shards.
   *
   * @param admin may read and change all grants
   */
  public MysqlAccess(Backends backends, Credentials admin, AccountKeeper accounts) {
    this.backends = backends;
    this.admin = admin;
    this.accounts = accounts;
  }

  @Override
  public Plane plane() {
    return Plane.MYSQL;
  }

  @Override
  public Set<Right> actual() {
    Set<Right> rights = new HashSet<>();
    onEach((server, statement) -> rights.addAll(present(server, statement).rights()));
    return rights;
  }

  @Override
  public List<String> apply(RightsDiff diff, Set<Right> wanted) {
    Set<String> byHand = new LinkedHashSet<>();
    onEach(
        (server, statement) -> {
          Present present = present(server, statement);
          // Away first: what takes everything would also take what is to be given.
          Set<Right> extra =
              diff.extra().stream().filter(present.rights()::contains).collect(Collectors.toSet());
          for (String revoke : MysqlRights.revokes(extra)) {
            statement.execute(revoke);
          }
          for (Right right : extra) {
            if (right.action().equals(Right.LOG_IN)) {
              statement.execute("DROP USER " + MysqlRights.account(right.principal()));
            }
          }
          Set<Right> missing =
              diff.missing().stream()
                  .filter(right -> isOn(server, right))
                  .collect(Collectors.toSet());
          for (Right right : missing) {
            if (right.action().equals(Right.LOG_IN)) {
              admit(right, present, statement).ifPresent(byHand::add);
            }
          }
          for (String grant : MysqlRights.grants(missing)) {
            statement.execute(grant);
          }
        });
    return List.copyOf(byHand);
  }

  private Optional<String> admit(Right right, Present present, Statement statement)
      throws SQLException {
    String name = MysqlRights.account(right.principal());
    if (present.locked().contains(right.principal())) {
      statement.execute("ALTER USER " + name + " ACCOUNT UNLOCK");
      return Optional.empty();
    }
    Optional<Credentials> account = accounts.account(right.principal(), Plane.MYSQL);
    if (account.isEmpty()) {
      return Optional.of("make the account " + name + " of MySQL, then apply again");
    }
    statement.execute(
        "CREATE USER " + name + " IDENTIFIED BY '" + account.get().password() + "' REQUIRE SSL");
    return Optional.empty();
  }

  private boolean isOn(String server, Right right) {
    if (right.kind().equals("server")) {
      return right.resource().equals(server);
    }
    String schema = right.name().substring(0, right.name().indexOf('.'));
    return backends.shards().stream()
        .filter(shard -> WantedRights.server(shard).equals(server))
        .anyMatch(shard -> shard.schema().equals(schema));
  }

  /** What a server has now. */
  private record Present(Set<Right> rights, Set<String> locked) {}

  private static Present present(String server, Statement statement) throws SQLException {
    Map<String, Boolean> locked = new LinkedHashMap<>();
    try (ResultSet rows = statement.executeQuery(ACCOUNTS)) {
      while (rows.next()) {
        locked.put(
            ShowGrants.principal(rows.getString(1), rows.getString(2)),
            rows.getString(3).equals("Y"));
      }
    }
    Set<Right> rights = new HashSet<>();
    for (Map.Entry<String, Boolean> account : locked.entrySet()) {
      String principal = account.getKey();
      if (!account.getValue()) {
        rights.add(new Right(principal, Plane.MYSQL, server, Right.LOG_IN));
      }
      ShowGrants grants = new ShowGrants(principal, server);
      try (ResultSet rows =
          statement.executeQuery("SHOW GRANTS FOR " + MysqlRights.account(principal))) {
        while (rows.next()) {
          rights.addAll(grants.rights(rows.getString(1)));
        }
      }
    }
    locked.values().removeIf(isLocked -> !isLocked);
    return new Present(rights, locked.keySet());
  }

  @FunctionalInterface
  private interface Work {
    void on(String server, Statement statement) throws SQLException;
  }

  private void onEach(Work work) {
    Map<String, Backends.Shard> servers = new HashMap<>();
    backends.shards().forEach(shard -> servers.putIfAbsent(WantedRights.server(shard), shard));
    for (String server : new ArrayList<>(servers.keySet()).stream().sorted().toList()) {
      Backends.Shard shard = servers.get(server);
      if (shard == null) {
        continue;
      }
      try (Connection connection =
              DriverManager.getConnection(
                  BackendConfigs.jdbcUrl(backends, shard), admin.user(), admin.password());
          Statement statement = connection.createStatement()) {
        // Accounts are each server's own, and no change that the feed should read.
        statement.execute("SET SESSION sql_log_bin = 0");
        work.on(server, statement);
      } catch (SQLException | IllegalArgumentException e) {
        throw new OperationException(
            "MySQL at "
                + server.substring("server:".length())
                + " does not tell or change its grants as "
                + admin.user()
                + ": "
                + e.getMessage(),
            e);
      }
    }
  }
}
