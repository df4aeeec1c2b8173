package io.spillway.operate.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stack.adapter.rights.AccessFiles;
import io.spillway.stack.core.rights.MysqlRights;
import io.spillway.stack.core.rights.Plane;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the file that ships gives services in MySQL. */
class MysqlGrantsTest {
  private static final List<String> STATEMENTS =
      MysqlRights.grants(
          AccessFiles.shipped().rights().stream()
              .filter(right -> right.plane() == Plane.MYSQL && right.kind().equals("table"))
              .filter(right -> !right.name().endsWith(".*"))
              .map(right -> MysqlRights.on(right, "spillway_0"))
              .toList());

  @Test
  void eachServiceWritesItsOwnTablesAlone() {
    assertThat(STATEMENTS)
        .containsExactlyInAnyOrder(
            "GRANT SELECT ON spillway_0.orders TO 'ingest-api'@'%'",
            "GRANT SELECT ON spillway_0.stock TO 'ingest-api'@'%'",
            "GRANT SELECT ON spillway_0.stock_movement TO 'ingest-api'@'%'",
            "GRANT INSERT, SELECT, UPDATE ON spillway_0.products TO 'ingest-api'@'%'",
            "GRANT SELECT, UPDATE (last_used_at) ON spillway_0.api_keys TO 'ingest-api'@'%'",
            "GRANT SELECT, UPDATE (last_used_at) ON spillway_0.api_keys TO 'analytics-sink'@'%'",
            "GRANT INSERT, SELECT ON spillway_0.customer_keys TO 'ingest-api'@'%'",
            "GRANT INSERT, SELECT, UPDATE ON spillway_0.orders TO 'order-processor'@'%'",
            "GRANT INSERT, SELECT, UPDATE ON spillway_0.stock TO 'inventory-processor'@'%'",
            "GRANT INSERT, SELECT ON spillway_0.stock_movement TO 'inventory-processor'@'%'");
  }

  @Test
  void noServiceDestroysAKeyOfACustomer() {
    assertThat(STATEMENTS)
        .filteredOn(grant -> grant.contains("customer_keys"))
        .noneMatch(grant -> grant.contains("UPDATE"));
  }

  @Test
  void nobodyDeletesOrMakesKeys() {
    assertThat(STATEMENTS).noneMatch(grant -> grant.contains("DELETE"));
    assertThat(STATEMENTS)
        .noneMatch(grant -> grant.contains("api_keys") && grant.contains("INSERT"));
  }
}
