package io.spillway.inventory.core;

import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.inventory.v1.Availability;
import io.spillway.schemas.inventory.v1.AvailabilityMark;
import org.jspecify.annotations.Nullable;

/**
 * Derives what can be bought of a SKU from its committed rows. Pure.
 *
 * @param lowStock units; this many or fewer, but not none, are LOW_STOCK, unless the SKU has a
 *     threshold of its own
 */
public record AvailabilityRule(int lowStock) {
  public AvailabilityRule {
    if (lowStock < 0) {
      throw new IllegalArgumentException("lowStock = " + lowStock + " is negative");
    }
  }

  /**
   * What a row changes.
   *
   * @param state as of this row's version, to compare the next row with
   * @param isNews whether the units available, the mark or the SKU's own threshold are other than
   *     before
   */
  public record Change(Availability state, boolean isNews) {}

  /**
   * Compares a row with what is known of its SKU.
   *
   * @param known null when this is the first row
   * @return null when the row is no newer than what is known
   */
  public @Nullable Change apply(@Nullable Availability known, StockRow row) {
    if (known != null && row.getVersion() <= known.getVersion()) {
      return null;
    }
    AvailabilityMark mark = mark(known, row);
    Availability.Builder state =
        Availability.newBuilder()
            .setTenant(row.getTenant())
            .setSku(row.getSku())
            .setAvailable(row.getAvailable())
            .setReserved(row.getReserved())
            .setVersion(row.getVersion())
            .setMark(mark)
            .setChangedAt(row.getUpdatedAt());
    if (row.hasLowStockAt()) {
      state.setLowStockAt(row.getLowStockAt());
    }
    return new Change(state.build(), known == null || differs(known, state));
  }

  private static boolean differs(Availability known, Availability.Builder now) {
    return known.getAvailable() != now.getAvailable()
        || known.getMark() != now.getMark()
        || known.hasLowStockAt() != now.hasLowStockAt()
        || known.getLowStockAt() != now.getLowStockAt();
  }

  private AvailabilityMark mark(@Nullable Availability known, StockRow row) {
    int available = row.getAvailable();
    if (available == 0) {
      return AvailabilityMark.SOLD_OUT_NOW;
    }
    if (known != null && known.getMark() == AvailabilityMark.SOLD_OUT_NOW) {
      return AvailabilityMark.BACK_IN_STOCK;
    }
    if (known != null
        && known.getMark() == AvailabilityMark.BACK_IN_STOCK
        && known.getAvailable() == available) {
      // Nothing has been bought since it came back: the same news, not the end of it.
      return AvailabilityMark.BACK_IN_STOCK;
    }
    int lowAt = row.hasLowStockAt() ? row.getLowStockAt() : lowStock;
    return available <= lowAt ? AvailabilityMark.LOW_STOCK : AvailabilityMark.IN_STOCK;
  }
}
