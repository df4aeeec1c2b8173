package io.spillway.ingest.adapter.memory;

import io.spillway.ingest.core.CommandWaiters;
import io.spillway.ingest.core.IssuedCommand;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.port.LogException;
import io.spillway.ingest.port.OrderCommandLog;
import io.spillway.schemas.orders.v1.CommandResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Commands in memory, answered at once by whatever stands in for the saga, if anything does. */
public final class MemoryOrderCommandLog implements OrderCommandLog {
  private final List<IssuedCommand> commands = new CopyOnWriteArrayList<>();
  private final CommandWaiters waiters;
  private volatile LogException.@Nullable Kind failure;
  private volatile @Nullable Consumer<CommandResult.Builder> saga;

  public MemoryOrderCommandLog(CommandWaiters waiters) {
    this.waiters = waiters;
  }

  @Override
  public CompletionStage<Void> append(IssuedCommand command, TraceContext trace) {
    LogException.Kind kind = failure;
    if (kind != null) {
      return CompletableFuture.failedFuture(new LogException(kind, "told to fail", null));
    }
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
    return CompletableFuture.completedFuture(null);
  }

  /** Fails from now on, or no more. */
  public void failWith(LogException.@Nullable Kind kind) {
    failure = kind;
  }

  /** Answers from now on so, or nothing. */
  public void answerWith(@Nullable Consumer<CommandResult.Builder> answer) {
    saga = answer;
  }

  /** What was appended. */
  public List<IssuedCommand> commands() {
    return commands;
  }
}
