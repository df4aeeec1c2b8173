package io.spillway.analytics.core.report;

/** The form a report takes on the page. */
public enum Chart {
  /** Numbers on tiles. */
  TILES,
  /** Columns over the window's steps, stacked by the last bucket. */
  STACKED_COLUMNS,
  /** A chart per currency, a column per day. */
  COLUMNS_PER_CURRENCY,
  /** A list of bars, longest first, per currency if the first bucket is one. */
  BARS,
  /** A table. */
  TABLE
}
