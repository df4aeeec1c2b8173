package io.spillway.inventory.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatedSqlTest {
  private final RepeatedSql sql = new RepeatedSql("IN (", "?", ")");

  @Test
  void repeatsTheRow() {
    assertThat(sql.text(1)).isEqualTo("IN (?)");
    assertThat(sql.text(4)).isEqualTo("IN (?, ?, ?, ?)");
  }

  @Test
  void hasATextForEveryLengthItNames() {
    for (int left = 1; left <= 1_200; left++) {
      int filled = RepeatedSql.filled(left);
      int padded = RepeatedSql.padded(left);
      assertThat(filled).isBetween(1, Math.min(left, RepeatedSql.MAX_ROWS));
      assertThat(padded).isBetween(Math.min(left, RepeatedSql.MAX_ROWS), RepeatedSql.MAX_ROWS);
      assertThat(padded).as("wastes less than half").isLessThan(2 * left);
      assertThat(sql.text(filled)).isNotEmpty();
      assertThat(sql.text(padded)).isNotEmpty();
    }
  }
}
