package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The accounts that a MySQL server is given at each start.
 *
 * @param admin may do anything
 * @param clients what commands use, and services where the servers are not secured
 * @param cdc may read all tables and the binary log
 * @param services those whose rights on tables are granted when there are tables
 * @param secured every account must come encrypted
 */
record MysqlAccounts(
    Credentials admin,
    Credentials clients,
    Credentials cdc,
    List<Credentials> services,
    boolean secured) {
  private static final String GRANTS = " WITH GRANT OPTION";

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
          false);

  /** Those of a stack; of a secured one, whose home has been prepared, with their own passwords. */
  static MysqlAccounts of(StackSpec spec) {
    if (!spec.secure() || !spec.runs(Server.MYSQL)) {
      return OPEN;
    }
    SecureHome home = new StackHome(spec.home()).secured();
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
        true);
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
    for (String schema : schemas) {
      statements.add(
          "GRANT ALL PRIVILEGES ON " + schema + ".* TO " + name(clients) + (secured ? GRANTS : ""));
    }
    statements.add("GRANT ALL PRIVILEGES ON *.* TO " + name(admin) + GRANTS);
    statements.addAll(cdcGrants(schemas));
    // Initialised without one.
    statements.add(
        "ALTER USER IF EXISTS 'root'@'localhost' IDENTIFIED BY '" + admin.password() + "'");
    return String.join(";\n", statements) + ";\n";
  }

  /** What Debezium needs; of a secured server it reads no other schemas. */
  private List<String> cdcGrants(List<String> schemas) {
    String binlog = "RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT";
    if (!secured) {
      return List.of("GRANT SELECT, LOCK TABLES, " + binlog + " ON *.* TO " + name(cdc));
    }
    List<String> grants = new ArrayList<>();
    grants.add("GRANT " + binlog + " ON *.* TO " + name(cdc));
    for (String schema : schemas) {
      grants.add("GRANT SELECT, LOCK TABLES ON " + schema + ".* TO " + name(cdc));
    }
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
