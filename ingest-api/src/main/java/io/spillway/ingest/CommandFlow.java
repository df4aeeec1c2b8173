package io.spillway.ingest;

import io.spillway.access.core.Tenants;
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
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The one sequence of a command: begin to wait, append to the log, answer what the saga answers.
 * Without an answer in time the command is still kept by the log, and carried out. Thread-safe;
 * waits on the calling (virtual) thread.
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

  /**
   * Gives a command under its key, if it has one, and waits for its result.
   *
   * @param tenants whose orders the caller may change; another one's is answered as unknown
   */
  public CommandAnswer execute(
      RoutedId orderId,
      OrderAction action,
      @Nullable String key,
      Tenants tenants,
      TraceContext trace) {
    metrics.received(action);
    CommandAnswer answer =
        answer(IssuedCommand.of(orderId, action, key, tenants, clock.instant()), trace);
    metrics.answered(action, answer);
    return answer;
  }

  private CommandAnswer answer(IssuedCommand command, TraceContext trace) {
    try (CommandWaiters.Waiter waiter = waiters.begin(command)) {
      if (waiter == null) {
        return new CommandAnswer.Refused(
            Problem.retry(
                ProblemType.OVERLOADED,
                "Too many concurrent commands; nothing was accepted. Retry after 1 s.",
                SOON));
      }
      log.append(command, trace).join();
      CommandResult result = waiter.await(wait);
      return result == null
          ? new CommandAnswer.Pending(command.orderId())
          : answer(command, result);
    } catch (CompletionException e) {
      return new CommandAnswer.Refused(LogProblems.of(e));
    }
  }

  private static CommandAnswer answer(IssuedCommand command, CommandResult result) {
    RoutedId id = command.orderId();
    return switch (result.getVerdict()) {
      case APPLIED -> new CommandAnswer.Applied(id, result);
      case NOT_ALLOWED ->
          new CommandAnswer.NotAllowed(id, result, notAllowed(command.action(), result));
      case UNKNOWN_ORDER ->
          new CommandAnswer.Refused(
              Problem.of(ProblemType.ORDER_NOT_FOUND, "There is no order " + id + "."));
      // A verdict of a later version: that the command is kept is still true.
      case COMMAND_VERDICT_UNSPECIFIED, UNRECOGNIZED -> new CommandAnswer.Pending(id);
    };
  }

  private static Problem notAllowed(OrderAction action, CommandResult result) {
    String sentence =
        "'" + action.verb() + "' is not allowed for an order that is " + result.getStatus().name();
    return Problem.of(
        ProblemType.COMMAND_NOT_ALLOWED,
        sentence + (result.getReason().isEmpty() ? "." : ": " + result.getReason() + '.'));
  }
}
