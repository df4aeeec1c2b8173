package io.spillway.operate.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MysqlGrantsTest {
  private static final List<String> STATEMENTS = MysqlGrants.statements("spillway_0");

  @Test
  void eachServiceWritesItsOwnTablesAlone() {
    assertThat(STATEMENTS)
        .containsExactlyInAnyOrder(
            "GRANT SELECT ON spillway_0.orders TO 'ingest-api'@'%'",
            "GRANT SELECT ON spillway_0.stock TO 'ingest-api'@'%'",
            "GRANT SELECT ON spillway_0.stock_movement TO 'ingest-api'@'%'",
            "GRANT SELECT, INSERT, UPDATE ON spillway_0.products TO 'ingest-api'@'%'",
            "GRANT SELECT, UPDATE (last_used_at) ON spillway_0.api_keys TO 'ingest-api'@'%'",
            "GRANT SELECT, UPDATE (last_used_at) ON spillway_0.api_keys TO 'analytics-sink'@'%'",
            "GRANT SELECT, INSERT ON spillway_0.customer_keys TO 'ingest-api'@'%'",
            "GRANT SELECT, INSERT, UPDATE ON spillway_0.orders TO 'order-processor'@'%'",
            "GRANT SELECT, INSERT, UPDATE ON spillway_0.stock TO 'inventory-processor'@'%'",
            "GRANT SELECT, INSERT ON spillway_0.stock_movement TO 'inventory-processor'@'%'");
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
