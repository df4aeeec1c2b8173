package io.spillway.ingest.core;

/** What checking a request found: a value to act on, or every fault. */
public sealed interface Checked<T> {
  /** Nothing is wrong. */
  record Valid<T>(T value) implements Checked<T> {}

  /** Something is wrong; nothing may be done. */
  record Invalid<T>(Violations violations) implements Checked<T> {}
}
