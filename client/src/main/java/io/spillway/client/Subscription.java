package io.spillway.client;

import io.spillway.client.port.DeadLetterSink;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the order events of a topic to a handler: each at least once, those of one order one after
 * the other in the order of their versions, those of different orders at the same time. An event
 * that cannot be handled becomes a dead letter, and so do later ones of its order, until it is
 * redriven. Thread-safe.
 *
 * <pre>{@code
 * try (Subscription s = Subscription.to("orders.events.v1").bootstrap("localhost:9092")
 *     .group("logistics").handle(event -> …)) {
 *   s.start();
 *   s.awaitEnd();
 * }
 * }</pre>
 */
public final class Subscription implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Subscription.class);
  private static final long AFTER_FAILURE_MILLIS = 1_000;
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  /** What its builder made for one run. */
  record Parts(
      Consumer<byte[], byte[]> consumer,
      SubscriptionLoop loop,
      EventWorkers workers,
      DeadLetterSink deadLetters) {}

  /** Opens what the run needs; told what to call when the run must end. */
  @FunctionalInterface
  interface Opening {
    Parts open(java.util.function.Consumer<Throwable> fatal) throws Exception;
  }

  /** Where a subscription is in its life. */
  public enum State {
    NEW,
    RUNNING,
    STOPPED,
    /** {@link #awaitEnd} throws why. */
    FAILED
  }

  private final String topic;
  private final String group;
  private final Opening opening;
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile @Nullable Parts parts;

  Subscription(String topic, String group, Opening opening) {
    this.topic = topic;
    this.group = group;
    this.opening = opening;
  }

  /** Begins to describe a subscription to a topic of {@code OrderEvent}s, or to a replay of one. */
  public static SubscriptionBuilder to(String topic) {
    return new SubscriptionBuilder(topic);
  }

  /** Begins to describe a source for tests: the same handling of events, without Kafka. */
  public static TestSource.Builder testing() {
    return new TestSource.Builder();
  }

  /**
   * Connects, and begins to read in a thread of its own.
   *
   * @throws IllegalStateException when it was started before, or when its stores or its dead-letter
   *     topic cannot be used; the message says what to do
   */
  public void start() {
    if (!state.compareAndSet(State.NEW, State.RUNNING)) {
      throw new IllegalStateException(
          "subscription " + group + " is " + state.get() + "; build another one to start again");
    }
    try {
      Parts opened = opening.open(this::fail);
      parts = opened;
      opened.loop().subscribe(topic);
      Thread.ofPlatform().name("spillway-" + group).start(() -> run(opened));
    } catch (Exception e) {
      fail(e);
      ended.countDown();
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException(
          "subscription " + group + " cannot start: " + e.getMessage(), e);
    }
  }

  /** Where it is in its life. */
  public State state() {
    return Objects.requireNonNull(state.get());
  }

  /** Events received and not finished, and those that Kafka is known to have beyond them. */
  public long lag() {
    Parts running = parts;
    return running == null ? 0 : running.loop().lag();
  }

  /**
   * Waits until it is closed by another thread or fails.
   *
   * @throws IllegalStateException when it failed
   */
  public void awaitEnd() throws InterruptedException {
    ended.await();
    Throwable why = failure.get();
    if (why != null) {
      throw new IllegalStateException("subscription " + group + " failed: " + why, why);
    }
  }

  /**
   * Reads no more, lets handlers finish for a while, commits what is finished and leaves the group.
   * What was not finished comes again after the next start.
   */
  @Override
  public void close() {
    stopping = true;
    if (state.compareAndSet(State.NEW, State.STOPPED)) {
      ended.countDown();
      return;
    }
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Parts opened) {
    try {
      while (!stopping) {
        turn(opened.loop());
      }
    } catch (InterruptException | InterruptedException e) {
      log.atInfo().addKeyValue("group", group).log("Interrupted");
    } catch (Throwable e) {
      fail(e);
    } finally {
      end(opened);
    }
  }

  private void turn(SubscriptionLoop loop) throws InterruptedException {
    try {
      loop.turn();
    } catch (WakeupException e) {
      log.atDebug().addKeyValue("group", group).log("Woken up");
    } catch (RetriableException e) {
      log.atWarn().addKeyValue("group", group).setCause(e).log("Reading failed; trying again");
      TimeUnit.MILLISECONDS.sleep(AFTER_FAILURE_MILLIS);
    }
  }

  private void end(Parts opened) {
    try {
      // Commits and closes need a thread that is not interrupted.
      boolean interrupted = Thread.interrupted();
      opened.loop().finish();
      opened.workers().close();
      opened.consumer().close(CloseOptions.timeout(CLOSE_WITHIN));
      opened.deadLetters().close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    } catch (Throwable e) {
      fail(e);
    } finally {
      state.compareAndSet(State.RUNNING, State.STOPPED);
      ended.countDown();
    }
  }

  private void fail(Throwable why) {
    stopping = true;
    if (failure.compareAndSet(null, why)) {
      state.set(State.FAILED);
      log.atError().addKeyValue("group", group).setCause(why).log("The subscription failed");
    }
  }
}
