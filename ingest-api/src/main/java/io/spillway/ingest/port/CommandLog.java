package io.spillway.ingest.port;

import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.TraceContext;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Where commands to the inventory are kept until carried out. Thread-safe; no method blocks. */
@FunctionalInterface
public interface CommandLog {
  /**
   * Appends one adjustment. The stage completes once every in-sync replica holds it, and fails with
   * a {@link LogException} otherwise.
   */
  CompletionStage<Void> append(Adjustment adjustment, Instant issuedAt, TraceContext trace);
}
