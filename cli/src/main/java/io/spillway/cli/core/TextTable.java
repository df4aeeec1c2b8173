package io.spillway.cli.core;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of visible text in aligned columns; columns of numbers are aligned to the right. Not
 * thread-safe.
 */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  /** Adds a row with as many cells as there are headings. */
  public TextTable row(Object... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          cells.length + " cells in a table of " + rows.getFirst().size() + " columns");
    }
    List<String> row = new ArrayList<>(cells.length);
    for (Object cell : cells) {
      row.add(TerminalText.escaped(String.valueOf(cell)));
    }
    rows.add(row);
    return this;
  }

  /** The lines, without trailing spaces. */
  public List<String> lines() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      int column = c;
      widths[c] = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
      numeric[c] =
          rows.size() > 1
              && rows.stream().skip(1).allMatch(row -> row.get(column).matches("[0-9,.]*|-"));
    }
    return rows.stream().map(row -> line(row, widths, numeric)).toList();
  }

  private static String line(List<String> row, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < row.size(); c++) {
      String cell = row.get(c);
      String padding = " ".repeat(widths[c] - cell.length());
      line.append(numeric[c] ? padding + cell : cell + padding).append("  ");
    }
    return line.toString().stripTrailing();
  }
}
