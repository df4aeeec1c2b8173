package io.spillway.operate.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.core.rights.Right;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as MySQL 9.7 writes them. */
class ShowGrantsTest {
  private static final ShowGrants GRANTS = new ShowGrants("api", "server:h:3306");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GRANT USAGE ON *.* TO `api`@`%` | ''",
        "GRANT SELECT ON `s`.`t` TO `api`@`%` | table:s.t select",
        "GRANT SELECT, LOCK TABLES ON `s`.* TO `api`@`%` | table:s.* lock tables,table:s.* select",
        "GRANT SELECT, UPDATE (`a`, `b`) ON `s`.`t` TO `api`@`%`"
            + " | table:s.t select,table:s.t update(a),table:s.t update(b)",
        "GRANT ALL PRIVILEGES ON `s`.* TO `api`@`%` WITH GRANT OPTION"
            + " | table:s.* all,table:s.* grant option",
        "GRANT RELOAD, SHOW DATABASES ON *.* TO `api`@`%`"
            + " | server:h:3306 reload,server:h:3306 show databases",
        "GRANT BACKUP_ADMIN,XA_RECOVER_ADMIN ON *.* TO `api`@`%`"
            + " | server:h:3306 backup_admin,server:h:3306 xa_recover_admin",
        "GRANT EXECUTE ON PROCEDURE `s`.`p` TO `api`@`%` | procedure:s.p execute",
        "GRANT `readers`@`%`,`writers`@`h` TO `api`@`%`"
            + " | role:readers member,role:writers@h member",
        "GRANT PROXY ON `boss`@`%` TO `api`@`%` | proxy:boss proxy",
        "GRANT SELECT ON `a``b`.`c ON d` TO `api`@`10.0.0.%` | table:a`b.c ON d select"
      })
  void aLineIsRights(String line, String rights) {
    assertThat(GRANTS.rights(line))
        .allMatch(right -> right.principal().equals("api"))
        .extracting(right -> right.resource() + " " + right.action())
        .containsExactlyInAnyOrder(rights.isEmpty() ? new String[0] : rights.split(",", -1));
  }

  @Test
  void everyPrivilegeTogetherIsAll() {
    String line =
        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, SHUTDOWN, PROCESS, FILE,"
            + " REFERENCES, INDEX, ALTER, SHOW DATABASES, SUPER, CREATE TEMPORARY TABLES, LOCK"
            + " TABLES, EXECUTE, REPLICATION SLAVE, REPLICATION CLIENT, CREATE VIEW, SHOW VIEW,"
            + " CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER, CREATE TABLESPACE,"
            + " CREATE ROLE, DROP ROLE ON *.* TO `admin`@`%` WITH GRANT OPTION";
    assertThat(GRANTS.rights(line))
        .extracting(Right::action)
        .containsExactlyInAnyOrder("all", "grant option");
    assertThat(GRANTS.rights(line.replace("SUPER, ", "")))
        .extracting(Right::action)
        .hasSize(30)
        .doesNotContain("all");
  }

  @ParameterizedTest
  @CsvSource({"REVOKE SELECT ON `s`.* FROM `api`@`%`", "nonsense", "''"})
  void whatItDoesNotKnowIsToldAndNotLeftOut(String line) {
    assertThatThrownBy(() -> GRANTS.rights(line)).isInstanceOf(IllegalArgumentException.class);
  }
}
