package io.spillway.analytics.adapter.elastic;

import io.spillway.analytics.core.generation.Generation;
import io.spillway.reports.port.IndexUnavailableException;

/** Which generation documents are written to. Thread-safe. */
public interface WriteTarget {
  Generation generation() throws IndexUnavailableException;

  /** Whether readers see what is written. */
  boolean aliased();

  /** What was known may be out of date. */
  void forget();

  /** Always the same one, which readers do not see yet. */
  static WriteTarget unread(Generation generation) {
    return new WriteTarget() {
      @Override
      public Generation generation() {
        return generation;
      }

      @Override
      public boolean aliased() {
        return false;
      }

      @Override
      public void forget() {}
    };
  }
}
