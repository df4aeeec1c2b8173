package io.spillway.schemas.tables;

/**
 * How a stock movement ended; its code is the column {@code stock_movement.outcome}. Only {@link
 * #APPLIED} changed the stock row.
 */
public enum MovementOutcome {
  APPLIED(0),
  SOLD_OUT(1),
  UNKNOWN_SKU(2),
  /** Could have been had, but another line of the same command was refused. */
  SIBLING_REFUSED(3),
  /** Released before it was reserved, or released without being held. */
  VOIDED(4),
  /** An adjustment that would have made more than a row can hold. */
  OUT_OF_RANGE(5),
  /** An adjustment that would have taken units that are reserved or not there. */
  NOT_AVAILABLE(6),
  /** An adjustment under the reference of another one of its SKU; its line is 1 or more. */
  CONFLICTING(7);

  private final int code;

  MovementOutcome(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The outcome of a code; throws IllegalArgumentException on an unknown one. */
  public static MovementOutcome of(int code) {
    for (MovementOutcome outcome : values()) {
      if (outcome.code == code) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("unknown movement outcome " + code);
  }
}
