package io.spillway.ingest.port;

import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.TraceContext;
import java.util.concurrent.CompletionStage;

/** Where accepted orders are kept until they are processed. Thread-safe; no method blocks. */
@FunctionalInterface
public interface OrderLog {
  /**
   * Appends one order. The stage completes once every in-sync replica holds it, and fails with a
   * {@link LogException} otherwise. Orders of one customer keep the order of their calls.
   */
  CompletionStage<Void> append(Acceptance order, TraceContext trace);
}
