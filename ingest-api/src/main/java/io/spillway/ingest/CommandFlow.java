package io.spillway.ingest;

import io.spillway.ingest.core.CommandWaiters;
import io.spillway.ingest.core.IssuedCommand;
import io.spillway.ingest.core.OrderAction;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.port.IntakeLog;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.routing.RoutedId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one sequence of a command: begin to wait, append to the log, answer what the saga answers.
 * Without an answer in time the command is still kept by the log, and carried out. Thread-safe; no
 * method blocks.
 */
public final class CommandFlow {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final IntakeLog log;
  private final CommandWaiters waiters;
  private final Duration wait;
  private final Clock clock;
  private final CommandMetrics metrics;

  public CommandFlow(
      IntakeLog log, CommandWaiters waiters, Duration wait, Clock clock, CommandMetrics metrics) {
    this.log = log;
    this.waiters = waiters;
    this.wait = wait;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Gives a command under its key, if it has one. The stage never fails. */
  public CompletionStage<CommandAnswer> execute(
      RoutedId orderId, OrderAction action, @Nullable String key, TraceContext trace) {
    metrics.received(action);
    IssuedCommand command = IssuedCommand.of(orderId, action, key, clock.instant());
    CommandWaiters.Waiter waiter = waiters.begin(command);
    if (waiter == null) {
      Problem problem =
          Problem.retry(
              ProblemType.OVERLOADED,
              "Too many concurrent commands; nothing was accepted. Retry after 1 s.",
              SOON);
      return CompletableFuture.completedFuture(counted(action, new CommandAnswer.Refused(problem)));
    }
    return log.append(command, trace)
        .thenCompose(_ -> answered(waiter))
        .handle(
            (result, failure) -> {
              waiter.close();
              return counted(
                  action,
                  failure == null
                      ? answer(command, result)
                      : new CommandAnswer.Refused(LogProblems.of(failure)));
            });
  }

  private CompletionStage<Optional<CommandResult>> answered(CommandWaiters.Waiter waiter) {
    return waiter
        .result()
        .thenApply(Optional::of)
        .completeOnTimeout(Optional.empty(), wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static CommandAnswer answer(IssuedCommand command, Optional<CommandResult> result) {
    RoutedId id = command.orderId();
    return result
        .map(
            given ->
                switch (given.getVerdict()) {
                  case APPLIED -> new CommandAnswer.Applied(id, given);
                  case NOT_ALLOWED ->
                      new CommandAnswer.NotAllowed(id, given, notAllowed(command.action(), given));
                  case UNKNOWN_ORDER ->
                      new CommandAnswer.Refused(
                          Problem.of(ProblemType.ORDER_NOT_FOUND, "There is no order " + id + "."));
                  // A verdict of a later version: that the command is kept is still true.
                  case COMMAND_VERDICT_UNSPECIFIED, UNRECOGNIZED -> new CommandAnswer.Pending(id);
                })
        .orElseGet(() -> new CommandAnswer.Pending(id));
  }

  private static Problem notAllowed(OrderAction action, CommandResult result) {
    String sentence =
        "'" + action.verb() + "' is not allowed for an order that is " + result.getStatus().name();
    return Problem.of(
        ProblemType.COMMAND_NOT_ALLOWED,
        sentence + (result.getReason().isEmpty() ? "." : ": " + result.getReason() + '.'));
  }

  private CommandAnswer counted(OrderAction action, CommandAnswer answer) {
    metrics.answered(action, answer);
    return answer;
  }
}
