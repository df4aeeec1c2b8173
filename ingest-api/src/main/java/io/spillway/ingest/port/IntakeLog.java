package io.spillway.ingest.port;

import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.IssuedCommand;
import io.spillway.ingest.core.TraceContext;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Where what callers send is kept until it is processed. A stage completes once every in-sync
 * replica holds the record, and fails with a {@link LogException} otherwise. Thread-safe; no method
 * blocks.
 */
public interface IntakeLog {
  /** Appends one order. Orders of one customer keep the order of their calls. */
  CompletionStage<Void> append(Acceptance order, TraceContext trace);

  /** Appends one adjustment of stock. */
  CompletionStage<Void> append(Adjustment adjustment, Instant issuedAt, TraceContext trace);

  /** Appends one command to an order. Commands to one order keep the order of their calls. */
  CompletionStage<Void> append(IssuedCommand command, TraceContext trace);
}
