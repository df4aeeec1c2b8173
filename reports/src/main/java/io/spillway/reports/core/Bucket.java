package io.spillway.reports.core;

import java.util.List;

/** By what a report's rows are told apart. */
public sealed interface Bucket {
  /** The field; also the name of the row's key. */
  String field();

  /** Each value of a field: the {@code size} highest by the report's first metric, or lowest. */
  record Terms(String field, int size, boolean lowest) implements Bucket {
    public Terms(String field, int size) {
      this(field, size, false);
    }
  }

  /** Each step of the window, by a time; steps without documents make no row. */
  record WindowStep(String field) implements Bucket {}

  /** Each hour (UTC), by a time; hours without documents make no row. */
  record Hour(String field) implements Bucket {}

  /** Each day (UTC), by a time; days without documents make no row. */
  record Day(String field) implements Bucket {}

  /** Named groups, in their order; each makes a row. A document may be in several. */
  record Groups(String field, List<Group> groups) implements Bucket {
    public Groups {
      groups = List.copyOf(groups);
    }
  }

  /** The documents that a filter lets through, by a name for people. */
  record Group(String name, Filter filter) {}
}
