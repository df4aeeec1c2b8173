package io.spillway.schemas.tables;

/** What a stock movement did; its code is the column {@code stock_movement.kind}. */
public enum MovementKind {
  RESERVE(1),
  RELEASE(2),
  /** Handed over: the reserved units left. */
  FULFIL(3),
  ADJUST(4);

  private final int code;

  MovementKind(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The kind of a code; throws IllegalArgumentException on an unknown one. */
  public static MovementKind of(int code) {
    for (MovementKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("unknown movement kind " + code);
  }
}
