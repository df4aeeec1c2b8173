package io.spillway.stack.core.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MysqlRightsTest {
  @Test
  void rightsOnOneTableAreOneStatement() {
    assertThat(
            MysqlRights.grants(
                List.of(
                    right("table:s.t", "select"),
                    right("table:s.t", "update(last_used_at)"),
                    right("table:s.u", "insert"))))
        .containsExactly(
            "GRANT SELECT, UPDATE (last_used_at) ON s.t TO 'api'@'%'",
            "GRANT INSERT ON s.u TO 'api'@'%'");
    assertThat(MysqlRights.revokes(List.of(right("table:s.*", "lock tables"))))
        .containsExactly("REVOKE LOCK TABLES ON s.* FROM 'api'@'%'");
  }

  @Test
  void theRightToGrantIsAnOption() {
    assertThat(
            MysqlRights.grants(
                List.of(right("table:s.*", "all"), right("table:s.*", "grant option"))))
        .containsExactly("GRANT ALL PRIVILEGES ON s.* TO 'api'@'%' WITH GRANT OPTION");
    assertThat(MysqlRights.grants(List.of(right("server:h:1", "grant option"))))
        .containsExactly("GRANT USAGE ON *.* TO 'api'@'%' WITH GRANT OPTION");
    assertThat(MysqlRights.revokes(List.of(right("server:h:1", "grant option"))))
        .containsExactly("REVOKE GRANT OPTION ON *.* FROM 'api'@'%'");
  }

  @Test
  void whatSomebodyMadeByHandIsQuoted() {
    Right role = new Right("o'neil@10.0.0.%", Plane.MYSQL, "role:readers", "member");
    assertThat(MysqlRights.revokes(List.of(role)))
        .containsExactly("REVOKE 'readers'@'%' FROM 'o''neil'@'10.0.0.%'");
    assertThat(MysqlRights.revokes(List.of(right("table:my-app.a`b", "select"))))
        .containsExactly("REVOKE SELECT ON `my-app`.`a``b` FROM 'api'@'%'");
    assertThat(MysqlRights.revokes(List.of(right("procedure:s.p", "execute"))))
        .containsExactly("REVOKE EXECUTE ON PROCEDURE s.p FROM 'api'@'%'");
  }

  @Test
  void anAccountIsNoGrant() {
    assertThat(MysqlRights.grants(List.of(right("server:h:1", Right.LOG_IN)))).isEmpty();
  }

  private static Right right(String resource, String action) {
    return new Right("api", Plane.MYSQL, resource, action);
  }
}
