package io.spillway.order.adapter.streams;

import io.spillway.runtime.failure.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies: after a passing failure another takes its place, later
 * and later; anything else ends the process, whose supervisor starts it afresh. Thread-safe.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

  /** After so long without a failure the waiting starts over. */
  private static final Duration CALM = Duration.ofMinutes(2);

  /** Ends the process. */
  interface Fatal {
    void fail(String why, Throwable cause);
  }

  /** Waits; an interrupt ends the wait and stays set. */
  interface Pause {
    void pause(Duration duration);
  }

  private final Backoff backoff;
  private final Clock clock;
  private final Pause pause;
  private final Fatal fatal;
  private int failures;
  private Instant last = Instant.EPOCH;

  ThreadFailures(Backoff backoff, Clock clock, Pause pause, Fatal fatal) {
    this.backoff = backoff;
    this.clock = clock;
    this.pause = pause;
    this.fatal = fatal;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    if (!isPassing(failure)) {
      fatal.fail("the saga met a failure that no retry mends", failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    Duration wait = backoff.delay(count());
    LOG.atWarn()
        .setCause(failure)
        .addKeyValue("waitMillis", wait.toMillis())
        .log("a stream thread died of a passing failure; another takes its place");
    pause.pause(wait);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private synchronized int count() {
    Instant now = clock.instant();
    failures = Duration.between(last, now).compareTo(CALM) > 0 ? 1 : failures + 1;
    last = now;
    return failures;
  }

  private static boolean isPassing(Throwable failure) {
    for (Throwable link = failure; link != null; link = link.getCause()) {
      if (link instanceof Error) {
        return false;
      }
      if (link instanceof RetriableException || link instanceof InterruptException) {
        return true;
      }
    }
    return false;
  }
}
