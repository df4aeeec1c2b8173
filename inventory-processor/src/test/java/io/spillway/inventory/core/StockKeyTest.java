package io.spillway.inventory.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StockKeyTest {
  @Test
  void keysAreOrderedByCodePoint() {
    List<String> ascending =
        List.of(
            "A", "A/B", "AB", "a", "\u00df", "\u4e00", "\uff01", "\ud800\udc00", "\ud83d\ude00");
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        StockKey one = new StockKey("shop", ascending.get(i));
        StockKey other = new StockKey("shop", ascending.get(j));
        assertThat(Integer.signum(one.compareTo(other)))
            .as("%s, %s", one, other)
            .isEqualTo(Integer.compare(i, j));
      }
    }
    assertThat(new StockKey("a", "z")).isLessThan(new StockKey("b", "a"));
  }
}
