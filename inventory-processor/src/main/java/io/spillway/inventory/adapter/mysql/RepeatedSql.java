package io.spillway.inventory.adapter.mysql;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * One statement with a repeated part, in few fixed lengths of 1 to 512 rows. The driver keeps
 * parsed statements by their text, and a text that comes again is not parsed again. Thread-safe.
 */
final class RepeatedSql {
  static final int MAX_ROWS = 512;

  /** 1, 2, 3, 4, 6, 8, 12, 16, … 384, 512: what is left after the longest is less than a third. */
  private static final NavigableSet<Integer> LENGTHS = lengths();

  private final Map<Integer, String> byRows;

  RepeatedSql(String before, String row, String after) {
    Map<Integer, String> texts = new HashMap<>();
    for (int rows : LENGTHS) {
      texts.put(rows, before + row + (", " + row).repeat(rows - 1) + after);
    }
    this.byRows = Map.copyOf(texts);
  }

  /** The statement for {@code rows}, one of the fixed lengths. */
  String text(int rows) {
    String text = byRows.get(rows);
    if (text == null) {
      throw new IllegalArgumentException(rows + " rows is none of the lengths " + LENGTHS);
    }
    return text;
  }

  /** The longest length that {@code left} rows fill: for inserts, where each row counts once. */
  static int filled(int left) {
    Integer length = LENGTHS.floor(left);
    if (length == null) {
      throw new IllegalArgumentException("nothing left to write: " + left);
    }
    return length;
  }

  /** The shortest length that holds {@code left} rows: for what bears a repeated last row. */
  static int padded(int left) {
    Integer length = LENGTHS.ceiling(left);
    return length == null ? MAX_ROWS : length;
  }

  private static NavigableSet<Integer> lengths() {
    NavigableSet<Integer> lengths = new TreeSet<>();
    for (int rows = 1; rows <= MAX_ROWS; rows *= 2) {
      lengths.add(rows);
      if (rows >= 2 && rows < MAX_ROWS) {
        lengths.add(rows + rows / 2);
      }
    }
    return lengths;
  }
}
