package io.spillway.cdc.core;

/** What happened to a row. */
public enum RowOperation {
  READ,
  CREATE,
  UPDATE,
  DELETE,
  OTHER;

  /** The operation of a code of Debezium's envelope. */
  public static RowOperation of(String code) {
    return switch (code) {
      case "r" -> READ;
      case "c" -> CREATE;
      case "u" -> UPDATE;
      case "d" -> DELETE;
      default -> OTHER;
    };
  }
}
