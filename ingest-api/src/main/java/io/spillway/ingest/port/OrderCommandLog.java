package io.spillway.ingest.port;

import io.spillway.ingest.core.IssuedCommand;
import io.spillway.ingest.core.TraceContext;
import java.util.concurrent.CompletionStage;

/** Where commands to orders are kept until carried out. Thread-safe; no method blocks. */
@FunctionalInterface
public interface OrderCommandLog {
  /**
   * Appends one command. The stage completes once every in-sync replica holds it, and fails with a
   * {@link LogException} otherwise. Commands to one order keep the order of their calls.
   */
  CompletionStage<Void> append(IssuedCommand command, TraceContext trace);
}
