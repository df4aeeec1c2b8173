package io.spillway.ingest;

import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.port.LogException;
import io.spillway.runtime.failure.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a caller is told when the log did not take something. */
final class LogProblems {
  private static final Logger LOG = LoggerFactory.getLogger(LogProblems.class);
  private static final Duration SOON = Duration.ofSeconds(1);

  private LogProblems() {}

  /**
   * Of several records: nothing is said to be not taken when some were. A failure that leaves that
   * open, or that nobody expected, speaks for all.
   */
  static Problem ofSome(List<Throwable> failures, int records) {
    Optional<Throwable> open = failures.stream().filter(f -> !wasNotTaken(f)).findFirst();
    if (open.isPresent() || failures.size() == records) {
      return of(open.orElseGet(failures::getFirst));
    }
    return Problem.retry(
        ProblemType.OUTCOME_UNKNOWN,
        "Kafka accepted a part of the list. Send the same list again with the same references;"
            + " each adjustment is applied once.",
        SOON);
  }

  private static boolean wasNotTaken(Throwable failure) {
    return failure instanceof LogException log && log.kind() != LogException.Kind.OUTCOME_UNKNOWN;
  }

  static Problem of(Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (!(cause instanceof LogException log)) {
      LOG.atError().setCause(cause).log("unexpected failure while sending to Kafka");
      return Problem.of(
          ProblemType.INTERNAL, "Unexpected failure; the log has it under this traceId.");
    }
    return switch (log.kind()) {
      case OVERLOADED ->
          Problem.retry(
              ProblemType.OVERLOADED,
              "Too many bytes in flight to Kafka; nothing was accepted. Retry after 1 s.",
              SOON);
      case UNAVAILABLE ->
          Problem.retry(
              ProblemType.LOG_UNAVAILABLE,
              "Kafka is unavailable; nothing was accepted. Retry after 1 s.",
              SOON);
      case OUTCOME_UNKNOWN ->
          Problem.retry(
              ProblemType.OUTCOME_UNKNOWN,
              "Kafka did not acknowledge in time. Retry with the same idempotency key or reference;"
                  + " the request takes effect once.",
              SOON);
    };
  }
}
