package io.spillway.analytics.core.report;

/** Which documents a report counts. */
public sealed interface Filter {
  /** The field it looks at. */
  String field();

  /** The field is this text. */
  record Text(String field, String value) implements Filter {}

  /** The field is this number. */
  record Number(String field, long value) implements Filter {}

  /** The field's time is inside the chosen window. */
  record InWindow(String field) implements Filter {}
}
