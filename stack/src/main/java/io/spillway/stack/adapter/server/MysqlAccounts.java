package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.rights.AccessFiles;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import io.spillway.stack.core.rights.MysqlRights;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The accounts that a MySQL server is given at each start.
 *
 * @param admin may do anything
 * @param clients what commands use, and services where the servers are not secured
 * @param cdc may read all tables and the binary log
 * @param services those whose rights on tables are granted when there are tables
 * @param rights that need no table, of secured servers; open ones have fixed rights. Only a start
 *     reads the file, so that a mistake in it keeps nobody from stopping the servers
 * @param secured every account must come encrypted
 */
record MysqlAccounts(
    Credentials admin,
    Credentials clients,
    Credentials cdc,
    List<Credentials> services,
    Supplier<Set<Right>> rights,
    boolean secured) {
  /**
   * No secrets: the servers listen on the loopback address and hold a developer's data. Checked by
   * caching_sha2_password, without TLS, for which Connector/J needs {@code
   * allowPublicKeyRetrieval=true}.
   */
  static final MysqlAccounts OPEN =
      new MysqlAccounts(
          new Credentials("admin", MysqlServer.ADMIN_PASSWORD),
          new Credentials("spillway", "spillway"),
          new Credentials("cdc", "cdc"),
          List.of(),
          Set::of,
          false);

  /** Those of a stack; of a secured one, whose home has been prepared, with their own passwords. */
  static MysqlAccounts of(StackSpec spec) {
    if (!spec.secure() || !spec.runs(Server.MYSQL)) {
      return OPEN;
    }
    return of(spec.home());
  }

  /** Those of secured servers, with the passwords and the rights of a home. */
  static MysqlAccounts of(Path root) {
    SecureHome home = SecureHome.of(root);
    Set<StackAccount> others =
        EnumSet.of(StackAccount.ADMIN, StackAccount.OPERATOR, StackAccount.CDC_CONNECTOR);
    List<Credentials> services =
        StackAccount.on(Server.MYSQL).stream()
            .filter(account -> !others.contains(account))
            .map(account -> home.credentials(account, Server.MYSQL))
            .toList();
    return new MysqlAccounts(
        home.credentials(StackAccount.ADMIN, Server.MYSQL),
        home.credentials(StackAccount.OPERATOR, Server.MYSQL),
        home.credentials(StackAccount.CDC_CONNECTOR, Server.MYSQL),
        services,
        () -> rightsWithoutTables(root),
        true);
  }

  private static Set<Right> rightsWithoutTables(Path root) {
    return AccessFiles.of(root).rights().stream()
        .filter(right -> right.plane() == Plane.MYSQL)
        .filter(right -> right.kind().equals("server") || right.name().endsWith(".*"))
        .collect(Collectors.toSet());
  }

  /**
   * Run at each start, before the first connection is accepted, so it must be repeatable. It stays
   * out of the binary log: a reader's snapshot finds what is here, and restarts add nothing.
   */
  String statements(List<String> schemas) {
    List<String> statements = new ArrayList<>();
    statements.add("SET SESSION sql_log_bin = 0");
    for (String schema : schemas) {
      statements.add("CREATE DATABASE IF NOT EXISTS " + schema);
    }
    List<Credentials> all = new ArrayList<>(List.of(clients, admin, cdc));
    all.addAll(services);
    for (Credentials account : all) {
      statements.add(account("CREATE USER IF NOT EXISTS", account));
      if (secured) {
        // So that another password in its file is taken.
        statements.add(account("ALTER USER", account));
      }
    }
    statements.addAll(secured ? grants(schemas) : openGrants(schemas));
    // Initialised without one.
    statements.add(
        "ALTER USER IF EXISTS 'root'@'localhost' IDENTIFIED BY '" + admin.password() + "'");
    return String.join(";\n", statements) + ";\n";
  }

  /** So that tables can be made, and the change feed be begun, before anything else is granted. */
  private List<String> grants(List<String> schemas) {
    return MysqlRights.grants(
        rights.get().stream()
            .flatMap(right -> schemas.stream().map(schema -> MysqlRights.on(right, schema)))
            .collect(Collectors.toSet()));
  }

  private List<String> openGrants(List<String> schemas) {
    List<String> grants = new ArrayList<>();
    for (String schema : schemas) {
      grants.add("GRANT ALL PRIVILEGES ON " + schema + ".* TO " + name(clients));
    }
    grants.add("GRANT ALL PRIVILEGES ON *.* TO " + name(admin) + " WITH GRANT OPTION");
    // What Debezium needs.
    grants.add(
        "GRANT SELECT, LOCK TABLES, RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT"
            + " ON *.* TO "
            + name(cdc));
    return grants;
  }

  private String account(String verb, Credentials account) {
    return String.format(
        Locale.ROOT,
        "%s %s IDENTIFIED BY '%s'%s",
        verb,
        name(account),
        account.password(),
        secured ? " REQUIRE SSL" : "");
  }

  private static String name(Credentials account) {
    return "'" + account.user() + "'@'%'";
  }
}
