package io.spillway.reports.core;

/** The form a report takes on the page. */
public enum Chart {
  /** Numbers on tiles. */
  TILES("tiles"),
  /** Columns over the window's steps, stacked by the last bucket. */
  STACKED_COLUMNS("stacked columns"),
  /** A chart per currency, a column per day or hour. */
  COLUMNS_PER_CURRENCY("columns per currency"),
  /** Lines over the window's steps: one for each metric, or for each value of the last bucket. */
  LINES("lines"),
  /** A list of bars, in the rows' order, per currency if the first bucket is one. */
  BARS("bars"),
  /** A table. */
  TABLE("table");

  private final String label;

  Chart(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }
}
