package io.spillway.analytics.core.report;

import java.util.List;

/** Which documents a report counts. */
public sealed interface Filter {
  /** The field it looks at. */
  String field();

  /** The field is one of these texts. */
  record AnyOf(String field, List<String> values) implements Filter {
    public AnyOf {
      values = List.copyOf(values);
    }
  }

  /** The field is true. */
  record Flag(String field) implements Filter {}

  /** The field is this number. */
  record Number(String field, long value) implements Filter {}

  /** The field's time is inside the chosen window. */
  record InWindow(String field) implements Filter {}
}
