package io.spillway.runtime.kafka;

import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.failure.Failures;
import io.spillway.runtime.failure.FatalListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies: another takes its place, later and later. A failure that
 * does not pass goes to the listener and ends the application; without a listener, health tells of
 * it. Thread-safe.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

  /** After so long without a failure the waiting starts over. */
  private static final Duration CALM = Duration.ofMinutes(2);

  /** Longer than a replaced thread takes to meet a lasting fault again. */
  private static final Duration LASTING_SHOWN = Duration.ofSeconds(60);

  private record Lasting(Instant at, String cause) {}

  private final String name;
  private final Backoff backoff;
  private final Clock clock;
  private final Consumer<Duration> pause;
  private final @Nullable FatalListener fatal;
  private int failures;
  private Instant last = Instant.EPOCH;
  private volatile @Nullable Lasting lasting;

  ThreadFailures(
      String name,
      Backoff backoff,
      Clock clock,
      Consumer<Duration> pause,
      @Nullable FatalListener fatal) {
    this.name = name;
    this.backoff = backoff;
    this.clock = clock;
    this.pause = pause;
    this.fatal = fatal;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    boolean passing = isPassing(failure);
    if (!passing && fatal != null) {
      fatal.fatal("the " + name + " met a failure that no retry mends", failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    if (!passing) {
      lasting = new Lasting(clock.instant(), failure.toString());
    }
    Duration wait = backoff.delay(count());
    LOG.atWarn()
        .setCause(failure)
        .addKeyValue("application", name)
        .addKeyValue("passing", passing)
        .addKeyValue("waitMillis", wait.toMillis())
        .log("stream thread failed; replacing it");
    pause.accept(wait);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** The last failure that did not pass, while it may come again. */
  Optional<String> complaint(Instant now) {
    Lasting failure = lasting;
    return failure != null && now.isBefore(failure.at().plus(LASTING_SHOWN))
        ? Optional.of("a stream thread failed at " + failure.at() + ": " + failure.cause())
        : Optional.empty();
  }

  private synchronized int count() {
    Instant now = clock.instant();
    failures = Duration.between(last, now).compareTo(CALM) > 0 ? 1 : failures + 1;
    last = now;
    return failures;
  }

  private static boolean isPassing(Throwable failure) {
    for (Throwable link : Failures.chain(failure)) {
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
