package io.spillway.client;

import io.spillway.client.core.Backoff;
import io.spillway.client.core.OrderFilter;
import io.spillway.client.core.RetryPolicy;
import io.spillway.client.core.Turn;
import io.spillway.client.core.UnprocessableEventException;
import io.spillway.client.port.DeadLetterSink;
import io.spillway.client.port.Sequences;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.time.Duration;
import java.util.Objects;
import java.util.SortedSet;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What happens to one event, in this order: the filter; dead letters of its order, which it must
 * not overtake; duplicates; the handler; after a failure another attempt or a dead letter. The same
 * with and without Kafka. Thread-safe, for events of different orders.
 */
final class EventPipeline {
  private static final Logger log = LoggerFactory.getLogger(EventPipeline.class);

  /** What follows from an attempt. */
  sealed interface Outcome {
    /** The event needs nothing more. */
    record Done(EventResult result) implements Outcome {}

    /** The event is to be tried again, after a while. */
    record Again(Duration after) implements Outcome {}
  }

  private final OrderFilter filter;
  private final Sequences sequences;
  private final EventEffect effect;
  private final RetryPolicy retries;
  private final DeadLetterSink deadLetters;
  private final SubscriptionMetrics metrics;
  private final LongSupplier nanos;
  private final RandomGenerator random;

  /**
   * A pipeline.
   *
   * @param nanos a clock that only goes forward
   * @param random for the jitter of waits; thread-safe
   */
  EventPipeline(
      OrderFilter filter,
      Sequences sequences,
      EventEffect effect,
      RetryPolicy retries,
      DeadLetterSink deadLetters,
      SubscriptionMetrics metrics,
      LongSupplier nanos,
      RandomGenerator random) {
    this.filter = filter;
    this.sequences = sequences;
    this.effect = effect;
    this.retries = retries;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.nanos = nanos;
    this.random = random;
  }

  /**
   * Makes one attempt.
   *
   * @throws InterruptedException when the thread is to end; the event is not finished then
   */
  Outcome attempt(EventWork work) throws InterruptedException {
    if (work.cause() == null) {
      work.attempt();
      try {
        EventResult result = handle(work);
        if (work.cause() == null) {
          return done(result);
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
        if (Thread.interrupted()) {
          // A library has wrapped the interruption.
          throw interrupted(e);
        }
        if (judge(work, e) instanceof RetryPolicy.Decision.Again(Duration after)) {
          metrics.retries.increment();
          return new Outcome.Again(after);
        }
      }
    }
    return setAside(work);
  }

  private EventResult handle(EventWork work) throws Exception {
    OrderEvent event = work.event();
    if (event != null && !filter.test(event)) {
      return EventResult.FILTERED;
    }
    SortedSet<Long> parked = sequences.parked(work.key());
    return switch (Turn.of(parked, work.firstOffset())) {
      case KNOWN -> EventResult.DUPLICATE;
      case FOLLOW -> {
        work.follow("behind the dead letter of offset " + parked.first() + ", of the same order");
        yield EventResult.DEAD_LETTER;
      }
      case HANDLE -> {
        if (event == null) {
          throw new UnprocessableEventException(work.unreadable());
        }
        yield effect.apply(work, event) ? EventResult.HANDLED : EventResult.DUPLICATE;
      }
    };
  }

  private RetryPolicy.Decision judge(EventWork work, Throwable failure) {
    Duration since = Duration.ofNanos(work.failedFor(nanos.getAsLong()));
    RetryPolicy.Decision decision =
        retries.decide(HandlerFailures.kind(failure), work.attempts(), since, random);
    if (decision instanceof RetryPolicy.Decision.GiveUp) {
      work.giveUp(HandlerFailures.text(failure));
    }
    boolean givenUp = decision instanceof RetryPolicy.Decision.GiveUp;
    // The stack only once: during an outage every event fails, again and again.
    LoggingEventBuilder line = givenUp ? log.atWarn().setCause(failure) : log.atWarn();
    line.addKeyValue("order", work.key())
        .addKeyValue("version", work.version())
        .addKeyValue("attempt", work.attempts())
        .addKeyValue("cause", HandlerFailures.text(failure))
        .log(givenUp ? "An event becomes a dead letter" : "Handling an event failed; trying again");
    return decision;
  }

  /** First the letter, then the note that it is one: between the two the event only comes again. */
  private Outcome setAside(EventWork work) throws InterruptedException {
    String cause = Objects.requireNonNull(work.cause());
    try {
      if (!work.isLetterKept()) {
        deadLetters.send(work.record(), cause, work.attempts());
        work.letterKept();
      }
      sequences.park(work.key(), work.version(), work.firstOffset());
      return done(EventResult.DEAD_LETTER);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      if (Thread.interrupted()) {
        throw interrupted(e);
      }
      metrics.letterFailures.increment();
      Backoff backoff = retries.backoff();
      log.atError()
          .addKeyValue("order", work.key())
          .addKeyValue("version", work.version())
          .addKeyValue("cause", HandlerFailures.text(e))
          .log("A dead letter could not be kept; its order waits");
      return new Outcome.Again(backoff.delay(work.letterFailed(), random));
    }
  }

  private Outcome done(EventResult result) {
    metrics.events(result).increment();
    return new Outcome.Done(result);
  }

  private static InterruptedException interrupted(Throwable cause) {
    InterruptedException e = new InterruptedException("interrupted while an event was handled");
    e.initCause(cause);
    return e;
  }
}
