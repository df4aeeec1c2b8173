package io.spillway.analytics.core.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StockWaitTest {
  private static final Duration USUAL = Duration.ofSeconds(1);
  private static final Duration WHILE_MANY = Duration.ofSeconds(4);

  private final StockWait wait = new StockWait(USUAL, WHILE_MANY);

  @Test
  void isUsualWhileRowsAreFew() {
    for (int second = 0; second < 3; second++) {
      assertThat(rows(second, StockWait.MANY_ROWS - 1)).isEqualTo(USUAL);
    }
  }

  @Test
  void isLongerAfterASecondOfManyAndUsualAfterOneOfFew() {
    assertThat(rows(1, StockWait.MANY_ROWS)).isEqualTo(USUAL);
    assertThat(rows(2, 1)).isEqualTo(WHILE_MANY);
    assertThat(rows(3, 1)).isEqualTo(USUAL);
  }

  @Test
  void isUsualAfterAPause() {
    rows(1, StockWait.MANY_ROWS);

    assertThat(rows(60, 1)).isEqualTo(USUAL);
  }

  @Test
  void countsAnOlderRowToTheNewestSecond() {
    rows(5, StockWait.MANY_ROWS - 1);
    rows(3, 1);

    assertThat(rows(6, 1)).isEqualTo(WHILE_MANY);
  }

  /** So many rows in a second; the wait of the last. */
  private Duration rows(int second, int count) {
    Duration last = Duration.ZERO;
    for (int i = 0; i < count; i++) {
      last = wait.next(1_000L * second + i % 1_000);
    }
    return last;
  }
}
