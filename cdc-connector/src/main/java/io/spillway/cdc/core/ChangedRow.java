package io.spillway.cdc.core;

import org.jspecify.annotations.Nullable;

/** A row as the binlog or a snapshot gave it: after the change, or before it when deleted. */
public interface ChangedRow {
  /**
   * The value of a column: a text, a number or bytes, which the caller may keep; null when it is
   * null or the row has no such column.
   */
  @Nullable Object value(String column);

  /** The whole change as JSON text, for people who look at a dead letter. */
  String asJson();
}
