package io.spillway.ingest.adapter.memory;

import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.port.LogException;
import io.spillway.ingest.port.OrderLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A log in memory; acknowledges at once, fails, or keeps the caller waiting, as it is told. */
public final class MemoryOrderLog implements OrderLog {
  private final List<Acceptance> orders = new CopyOnWriteArrayList<>();
  private final List<TraceContext> traces = new CopyOnWriteArrayList<>();
  private volatile LogException.@Nullable Kind failure;
  private volatile @Nullable CompletableFuture<Void> gate;

  @Override
  public CompletionStage<Void> append(Acceptance order, TraceContext trace) {
    LogException.Kind kind = failure;
    if (kind != null) {
      return CompletableFuture.failedFuture(new LogException(kind, "told to fail", null));
    }
    orders.add(order);
    traces.add(trace);
    CompletableFuture<Void> wait = gate;
    return wait == null ? CompletableFuture.completedFuture(null) : wait;
  }

  /** Fails from now on, or no more. */
  public void failWith(LogException.@Nullable Kind kind) {
    failure = kind;
  }

  /** Acknowledges from now on only when the gate completes. */
  public void holdUntil(@Nullable CompletableFuture<Void> wait) {
    gate = wait;
  }

  /** What was appended. */
  public List<Acceptance> orders() {
    return orders;
  }

  /** The trace of each. */
  public List<TraceContext> traces() {
    return traces;
  }
}
