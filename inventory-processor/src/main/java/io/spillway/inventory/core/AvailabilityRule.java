package io.spillway.inventory.core;

import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.inventory.v1.Availability;
import io.spillway.schemas.inventory.v1.AvailabilityMark;
import org.jspecify.annotations.Nullable;

/**
 * Derives what can be bought of a SKU from its committed rows. Pure.
 *
 * @param lowStock units; this many or fewer, but not none, are LOW_STOCK
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
   * @param worthTelling whether the units available or the mark are other than before
   */
  public record Change(Availability state, boolean worthTelling) {}

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
    AvailabilityMark mark = mark(known, row.getAvailable());
    boolean worthTelling =
        known == null || known.getAvailable() != row.getAvailable() || known.getMark() != mark;
    Availability state =
        Availability.newBuilder()
            .setTenant(row.getTenant())
            .setSku(row.getSku())
            .setAvailable(row.getAvailable())
            .setReserved(row.getReserved())
            .setVersion(row.getVersion())
            .setMark(mark)
            .setChangedAt(row.getUpdatedAt())
            .build();
    return new Change(state, worthTelling);
  }

  private AvailabilityMark mark(@Nullable Availability known, int available) {
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
    return available <= lowStock ? AvailabilityMark.LOW_STOCK : AvailabilityMark.IN_STOCK;
  }
}
