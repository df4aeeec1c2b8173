package io.spillway.schemas.documents;

import io.spillway.schemas.tables.MovementKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which stock movements have a document of their own; all of them are rows and records. */
public enum IndexedMovements {
  ALL,

  /**
   * Those that no order's document tells of: what is reserved or fulfilled follows from an order's
   * status and lines.
   */
  RELEASES_AND_ADJUSTMENTS;

  /** Under this name an index template's {@code _meta} tells the setting. */
  public static final String META = "movements";

  public boolean include(MovementKind kind) {
    return this == ALL || kind == MovementKind.RELEASE || kind == MovementKind.ADJUST;
  }

  /** Its name in settings: {@code all}, {@code releases-and-adjustments}. */
  public String setting() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one of a name in settings, if there is one. */
  public static Optional<IndexedMovements> of(String setting) {
    return Arrays.stream(values()).filter(one -> one.setting().equals(setting)).findFirst();
  }
}
