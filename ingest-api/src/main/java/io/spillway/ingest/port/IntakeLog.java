package io.spillway.ingest.port;

import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.IssuedCommand;
import io.spillway.ingest.core.TraceContext;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Where what callers send is kept until it is processed. A future completes once every in-sync
 * replica holds the record, and fails with a {@link LogException} otherwise; many records are sent
 * before the first is awaited. Thread-safe; no method blocks.
 */
public interface IntakeLog {
  /** Appends one order. Orders of one customer keep the order of their calls. */
  CompletableFuture<Void> append(Acceptance order, TraceContext trace);

  /** Appends one adjustment of stock. */
  CompletableFuture<Void> append(Adjustment adjustment, Instant issuedAt, TraceContext trace);

  /** Appends one command to an order. Commands to one order keep the order of their calls. */
  CompletableFuture<Void> append(IssuedCommand command, TraceContext trace);
}
