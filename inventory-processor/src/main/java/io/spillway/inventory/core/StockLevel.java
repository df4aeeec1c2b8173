package io.spillway.inventory.core;

import io.spillway.schemas.tables.MovementOutcome;
import org.jspecify.annotations.Nullable;

/**
 * How many units of a SKU can still be promised and how many already are. Immutable.
 *
 * @param available units nobody holds, never negative
 * @param reserved units held for orders, never negative
 * @param version of the committed row; 0 when there is no row yet
 * @param lowStockAt the SKU's own low-stock threshold, units, never negative; null when it has none
 */
public record StockLevel(
    StockKey key, int available, int reserved, long version, @Nullable Integer lowStockAt) {
  public StockLevel {
    if (available < 0 || reserved < 0 || (long) available + reserved > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a stock level of " + available + " available and " + reserved + " reserved cannot be");
    }
    if (version < 0) {
      throw new IllegalArgumentException("version = " + version + " is negative");
    }
    if (lowStockAt != null && lowStockAt < 0) {
      throw new IllegalArgumentException("lowStockAt = " + lowStockAt + " is negative");
    }
  }

  public StockLevel(StockKey key, int available, int reserved, long version) {
    this(key, available, reserved, version, null);
  }

  /** The level of a SKU that has no row. */
  public static StockLevel absent(StockKey key) {
    return new StockLevel(key, 0, 0, 0);
  }

  /** Whether a committed row stands behind this level. */
  public boolean exists() {
    return version > 0;
  }

  StockLevel reserve(int quantity) {
    return with(available - quantity, reserved + quantity);
  }

  StockLevel release(int quantity) {
    return with(available + quantity, reserved - quantity);
  }

  /** Held units leave for good. */
  StockLevel fulfil(int quantity) {
    return with(available, reserved - quantity);
  }

  StockLevel add(int delta) {
    return with(available + delta, reserved);
  }

  StockLevel lowAt(int units) {
    return new StockLevel(key, available, reserved, version, units);
  }

  /**
   * APPLIED when units can be added or taken. Held units count against the upper bound too: they
   * can all be given back, and the row must be able to hold them then.
   */
  MovementOutcome judge(int delta) {
    long after = (long) available + delta;
    if (after < 0) {
      return MovementOutcome.NOT_AVAILABLE;
    }
    return after + reserved > Integer.MAX_VALUE
        ? MovementOutcome.OUT_OF_RANGE
        : MovementOutcome.APPLIED;
  }

  /** The row as it is written: versions rise by one with every write. */
  StockLevel written() {
    return new StockLevel(key, available, reserved, version + 1, lowStockAt);
  }

  private StockLevel with(int newAvailable, int newReserved) {
    return new StockLevel(key, newAvailable, newReserved, version, lowStockAt);
  }
}
