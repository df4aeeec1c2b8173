package io.spillway.analytics.core.report;

/** By what a report's rows are told apart. */
public sealed interface Bucket {
  /** The field; also the name of the row's key. */
  String field();

  /** Each value of a field, the {@code size} highest by the report's first metric. */
  record Terms(String field, int size) implements Bucket {}

  /** Each step of the window, by a time; steps without documents make no row. */
  record WindowStep(String field) implements Bucket {}

  /** Each day (UTC), by a time; days without documents make no row. */
  record Day(String field) implements Bucket {}
}
