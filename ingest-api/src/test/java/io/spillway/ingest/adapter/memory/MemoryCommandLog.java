package io.spillway.ingest.adapter.memory;

import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.port.CommandLog;
import io.spillway.ingest.port.LogException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Commands in memory. */
public final class MemoryCommandLog implements CommandLog {
  private final List<Adjustment> adjustments = new CopyOnWriteArrayList<>();
  private volatile LogException.@Nullable Kind failure;

  @Override
  public CompletionStage<Void> append(Adjustment adjustment, Instant issuedAt, TraceContext trace) {
    LogException.Kind kind = failure;
    if (kind != null) {
      return CompletableFuture.failedFuture(new LogException(kind, "told to fail", null));
    }
    adjustments.add(adjustment);
    return CompletableFuture.completedFuture(null);
  }

  /** Fails from now on, or no more. */
  public void failWith(LogException.@Nullable Kind kind) {
    failure = kind;
  }

  /** What was appended. */
  public List<Adjustment> adjustments() {
    return adjustments;
  }
}
