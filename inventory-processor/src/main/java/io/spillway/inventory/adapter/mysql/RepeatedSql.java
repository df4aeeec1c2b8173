package io.spillway.inventory.adapter.mysql;

import java.util.HashMap;
import java.util.Map;

/**
 * One statement with a repeated part, in few fixed lengths: powers of two up to 512. ShardingSphere
 * keeps parsed statements by their text, and parsing a long one anew costs more than running it.
 * Thread-safe.
 */
final class RepeatedSql {
  static final int MAX_ROWS = 512;

  private final Map<Integer, String> byRows;

  RepeatedSql(String before, String row, String after) {
    Map<Integer, String> texts = new HashMap<>();
    for (int rows = 1; rows <= MAX_ROWS; rows *= 2) {
      texts.put(rows, before + row + (", " + row).repeat(rows - 1) + after);
    }
    this.byRows = Map.copyOf(texts);
  }

  /** The statement for {@code rows}, one of the fixed lengths. */
  String text(int rows) {
    String text = byRows.get(rows);
    if (text == null) {
      throw new IllegalArgumentException(rows + " rows is not a power of two up to " + MAX_ROWS);
    }
    return text;
  }

  /** The longest length that {@code left} rows fill: for writes, where each row counts once. */
  static int filled(int left) {
    return Math.min(MAX_ROWS, Integer.highestOneBit(left));
  }

  /** The shortest length that holds {@code left} rows: for IN lists, which bear a repeated value. */
  static int padded(int left) {
    return left >= MAX_ROWS ? MAX_ROWS : Integer.highestOneBit(2 * left - 1);
  }
}
