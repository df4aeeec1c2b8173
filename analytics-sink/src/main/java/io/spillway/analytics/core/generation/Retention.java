package io.spillway.analytics.core.generation;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * How long months of documents are kept.
 *
 * @param months this one and as many before it; 0 keeps all
 */
public record Retention(int months) {
  /** Whether an index is kept; one that is not monthly, or not ours, always is. */
  public boolean keeps(String index, Instant now) {
    if (months == 0) {
      return true;
    }
    return Generation.parse(index)
        .filter(parsed -> !parsed.month().isEmpty())
        .map(parsed -> !YearMonth.parse(parsed.month().replace('.', '-')).isBefore(first(now)))
        .orElse(true);
  }

  private YearMonth first(Instant now) {
    return YearMonth.from(now.atZone(ZoneOffset.UTC)).minusMonths(months);
  }
}
