package io.spillway.ingest.adapter.memory;

import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.CommandWaiters;
import io.spillway.ingest.core.IssuedCommand;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.port.IntakeLog;
import io.spillway.ingest.port.LogException;
import io.spillway.schemas.orders.v1.CommandResult;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A log in memory; acknowledges at once, fails, or keeps the caller waiting, as it is told.
 * Commands to orders are answered at once by whatever stands in for the saga, if anything does.
 */
public final class MemoryIntakeLog implements IntakeLog {
  private final List<Acceptance> orders = new CopyOnWriteArrayList<>();
  private final List<TraceContext> traces = new CopyOnWriteArrayList<>();
  private final List<Adjustment> adjustments = new CopyOnWriteArrayList<>();
  private final List<IssuedCommand> commands = new CopyOnWriteArrayList<>();
  private final CommandWaiters waiters;
  private volatile LogException.@Nullable Kind failure;
  private volatile @Nullable CompletableFuture<Void> gate;
  private volatile @Nullable Consumer<CommandResult.Builder> saga;

  public MemoryIntakeLog(CommandWaiters waiters) {
    this.waiters = waiters;
  }

  @Override
  public CompletableFuture<Void> append(Acceptance order, TraceContext trace) {
    return append(
        () -> {
          orders.add(order);
          traces.add(trace);
        });
  }

  @Override
  public CompletableFuture<Void> append(
      Adjustment adjustment, Instant issuedAt, TraceContext trace) {
    return append(() -> adjustments.add(adjustment));
  }

  @Override
  public CompletableFuture<Void> append(IssuedCommand command, TraceContext trace) {
    return append(
        () -> {
          commands.add(command);
          Consumer<CommandResult.Builder> answer = saga;
          if (answer != null) {
            CommandResult.Builder result =
                CommandResult.newBuilder()
                    .setOrderId(command.orderId().toString())
                    .setCommandId(command.commandId());
            answer.accept(result);
            waiters.answer(result.build());
          }
        });
  }

  private CompletableFuture<Void> append(Runnable keep) {
    LogException.Kind kind = failure;
    if (kind != null) {
      return CompletableFuture.failedFuture(new LogException(kind, "told to fail", null));
    }
    keep.run();
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

  /** Answers commands from now on so, or not at all. */
  public void answerWith(@Nullable Consumer<CommandResult.Builder> answer) {
    saga = answer;
  }

  /** The orders that were appended. */
  public List<Acceptance> orders() {
    return orders;
  }

  /** The trace of each order. */
  public List<TraceContext> traces() {
    return traces;
  }

  /** The adjustments that were appended. */
  public List<Adjustment> adjustments() {
    return adjustments;
  }

  /** The commands to orders that were appended. */
  public List<IssuedCommand> commands() {
    return commands;
  }
}
