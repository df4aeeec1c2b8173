package io.spillway.analytics.core.report;

/** A figure of each row. */
public sealed interface Metric {
  /** Its name in a row. */
  String name();

  /** Number of documents. */
  record Count(String name) implements Metric {}

  /** Sum of a whole-number field; exact up to 2^53. */
  record Sum(String name, String field) implements Metric {}

  /** Latest time of a field, in epoch milliseconds. */
  record Latest(String name, String field) implements Metric {}
}
