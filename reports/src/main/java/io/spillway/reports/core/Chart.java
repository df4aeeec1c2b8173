package io.spillway.reports.core;

import java.util.Locale;

/** The form a report takes on the page. */
public enum Chart {
  TILES,
  /** Columns over the window's steps, stacked by the last bucket. */
  STACKED_COLUMNS,
  /** A chart per currency, a column per day or hour. */
  COLUMNS_PER_CURRENCY,
  /** Lines over the window's steps: one for each metric, or for each value of the last bucket. */
  LINES,
  /** A list of bars, in the rows' order, per currency if the first bucket is one. */
  BARS,
  TABLE;

  /** For people: {@code stacked columns}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
