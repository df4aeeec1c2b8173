package io.spillway.inventory.core;

/**
 * How many units of a SKU can still be promised and how many already are. Immutable.
 *
 * @param available units nobody holds, never negative
 * @param reserved units held for orders, never negative
 * @param version of the committed row; 0 when there is no row yet
 */
public record StockLevel(StockKey key, int available, int reserved, long version) {
  public StockLevel {
    if (available < 0 || reserved < 0 || (long) available + reserved > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a stock level of " + available + " available and " + reserved + " reserved cannot be");
    }
    if (version < 0) {
      throw new IllegalArgumentException("version = " + version + " is negative");
    }
  }

  /** The level of a SKU that has no row. */
  public static StockLevel absent(StockKey key) {
    return new StockLevel(key, 0, 0, 0);
  }

  /** Whether a committed row stands behind this level. */
  public boolean exists() {
    return version > 0;
  }

  StockLevel hold(int quantity) {
    return new StockLevel(key, available - quantity, reserved + quantity, version);
  }

  StockLevel giveBack(int quantity) {
    return new StockLevel(key, available + quantity, reserved - quantity, version);
  }

  StockLevel add(int delta) {
    return new StockLevel(key, available + delta, reserved, version);
  }

  /**
   * Held units count against the upper bound too: they can all be given back, and the row must be
   * able to hold them then.
   */
  boolean canAdd(int delta) {
    long after = (long) available + delta;
    return after >= 0 && after + reserved <= Integer.MAX_VALUE;
  }

  /** The row as it is written: versions rise by one with every write. */
  StockLevel written() {
    return new StockLevel(key, available, reserved, version + 1);
  }
}
