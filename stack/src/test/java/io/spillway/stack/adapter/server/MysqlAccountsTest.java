package io.spillway.stack.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stack.core.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MysqlAccountsTest {
  private static final List<String> SCHEMAS = List.of("spillway_0", "spillway_1");

  @Test
  void openServersHaveTheAccountsOfADeveloper() {
    assertThat(MysqlAccounts.OPEN.statements(SCHEMAS))
        .startsWith("SET SESSION sql_log_bin = 0;\nCREATE DATABASE IF NOT EXISTS spillway_0;\n")
        .contains("CREATE USER IF NOT EXISTS 'spillway'@'%' IDENTIFIED BY 'spillway';")
        .contains("GRANT ALL PRIVILEGES ON spillway_1.* TO 'spillway'@'%';")
        .contains("REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'cdc'@'%';")
        .doesNotContain("REQUIRE SSL", "ALTER USER '");
  }

  @Test
  void accountsOfSecuredServersComeEncryptedAndServicesHaveNoRightYet(@TempDir Path directory)
      throws IOException {
    StackSpec spec =
        StackSpec.builder(directory).secure(true).servers(Set.of(Server.MYSQL)).build();
    new StackHome(spec.home()).secured().prepare(List.of("mysql-0"));

    String statements = MysqlAccounts.of(spec).statements(SCHEMAS);

    assertThat(statements.lines().filter(line -> line.contains("USER") && !line.contains("root")))
        .hasSize(14)
        .allMatch(line -> line.matches(".* IDENTIFIED BY '[0-9a-f]{48}' REQUIRE SSL;"));
    assertThat(statements.lines().filter(line -> line.startsWith("GRANT")))
        .noneMatch(
            line ->
                line.matches(
                    ".*'(ingest-api|order-processor|inventory-processor|analytics-sink)'.*"))
        .contains(
            "GRANT ALL PRIVILEGES ON spillway_0.* TO 'operator'@'%' WITH GRANT OPTION;",
            "GRANT LOCK TABLES, SELECT ON spillway_1.* TO 'cdc-connector'@'%';",
            "GRANT RELOAD, REPLICATION CLIENT, REPLICATION SLAVE, SHOW DATABASES ON *.* TO"
                + " 'cdc-connector'@'%';",
            "GRANT ALL PRIVILEGES ON *.* TO 'admin'@'%' WITH GRANT OPTION;");
    assertThat(statements).doesNotContain("'spillway'@", "'cdc'@");
  }
}
