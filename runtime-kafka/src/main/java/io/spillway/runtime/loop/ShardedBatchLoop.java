package io.spillway.runtime.loop;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.failure.FatalListener;
import io.spillway.runtime.health.HealthStatus;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consume, handle in batches per shard, commit. One thread polls; each worker (shard) has a worker
 * that handles whatever arrived while its last batch ran. Records of a partition are handled at
 * least once and in order, or in the order of their keys if the reader keeps some back; a record
 * that cannot be handled goes to the dead letters, in its turn; a worker whose shard is down waits
 * alone.
 *
 * <p>Workers are platform threads: there are as many as shards, they live as long as the loop, and
 * parsing keeps them on the processor, so virtual threads would save nothing. The consumer is owned
 * from here on; it should use the cooperative-sticky assignor and must not commit by itself.
 */
public final class ShardedBatchLoop<R> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ShardedBatchLoop.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration INTERRUPT_WAIT = Duration.ofSeconds(2);
  private static final Duration POLL_BACKOFF_MAX = Duration.ofSeconds(1);

  private final String name;
  private final List<Topic> topics;
  private final Duration stalledAfter;
  private final Consumer<byte[], byte[]> consumer;
  private final Clock clock;
  private final LoopLimits limits;
  private final List<ShardWorker<R>> shardWorkers = new ArrayList<>();
  private final List<Thread> workers = new ArrayList<>();
  private final Poller poller;
  private final Thread pollThread;
  private final Backoff pollBackoff;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicReference<@Nullable String> fatal = new AtomicReference<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile FatalListener fatalListener = (_, _) -> {};

  /**
   * Opens a loop's consumer; nothing is consumed before {@link #start}.
   *
   * @param instanceId for static membership in the group; empty for none
   * @param producer of the dead letters; must wait for all replicas, and stays the caller's
   */
  public static <R> ShardedBatchLoop<R> open(
      LoopDefinition<R> definition,
      LoopConfig config,
      KafkaConfig kafka,
      String instanceId,
      Producer<byte[], byte[]> producer,
      Topic deadLetters,
      Clock clock,
      MeterRegistry metrics) {
    return new ShardedBatchLoop<>(
        definition,
        config,
        new KafkaConsumer<>(
            KafkaClients.batchConsumer(kafka, definition.name(), instanceId, config.fetchWait())),
        new DeadLetters(producer, deadLetters, definition.name(), clock, metrics),
        clock,
        metrics,
        LoopLimits.USUAL);
  }

  ShardedBatchLoop(
      LoopDefinition<R> definition,
      LoopConfig config,
      Consumer<byte[], byte[]> consumer,
      DeadLetters deadLetters,
      Clock clock,
      MeterRegistry metrics,
      LoopLimits limits) {
    this.name = definition.name();
    this.topics = definition.topics();
    this.stalledAfter = config.stalledAfter();
    this.consumer = consumer;
    this.clock = clock;
    this.limits = limits;
    LoopMetrics meters = new LoopMetrics(metrics, name);
    for (int number = 0; number < definition.workers(); number++) {
      int worker = number;
      ShardStatus status = new ShardStatus(worker, clock);
      Backoff backoff =
          new Backoff(config.backoffFirst(), config.backoffMax(), new SplittableRandom());
      shardWorkers.add(
          new ShardWorker<>(
              config,
              status,
              definition.reader(),
              pause ->
                  new BatchRunner<>(
                      worker,
                      limits.maxUnknownAttempts(),
                      definition.reader(),
                      definition.handler(),
                      definition.classifier(),
                      deadLetters,
                      backoff,
                      pause,
                      status,
                      meters),
              clock,
              meters));
      meters.watch(worker, shardWorkers.getLast());
      workers.add(thread("worker-" + worker, () -> work(worker)));
    }
    this.poller =
        new Poller(config, definition.workerOf(), consumer, shardWorkers, limits, clock, meters);
    this.pollThread = thread("poll", this::poll);
    this.pollBackoff = new Backoff(Duration.ofMillis(50), POLL_BACKOFF_MAX, new SplittableRandom());
  }

  /** Who is told when the loop dies; to be set before {@link #start}. */
  public ShardedBatchLoop<R> onFatal(FatalListener listener) {
    this.fatalListener = listener;
    return this;
  }

  /** Subscribes and begins. At most once. */
  public void start() {
    if (closed.get() || !started.compareAndSet(false, true)) {
      throw new IllegalStateException("loop " + name + " was started or closed before");
    }
    workers.forEach(Thread::start);
    pollThread.start();
  }

  /**
   * Down when dead or not running, out of contact with its group, when a worker fails, or when a
   * worker or a partition has records and made no progress for {@code stalledAfter}; says which,
   * how much waits, since when and why.
   */
  public HealthStatus health() {
    String dead = fatal.get();
    if (dead != null) {
      return HealthStatus.down(dead);
    }
    if (!pollThread.isAlive()) {
      return HealthStatus.down("loop " + name + " is not running");
    }
    List<String> complaints = new ArrayList<>();
    if (Duration.between(poller.lastPolled(), clock.instant()).compareTo(stalledAfter) > 0) {
      complaints.add("not polled since " + poller.lastPolled());
    }
    poller.outOfContact().ifPresent(complaints::add);
    for (int worker = 0; worker < shardWorkers.size(); worker++) {
      if (workers.get(worker).isAlive()) {
        shardWorkers.get(worker).complaint(stalledAfter).ifPresent(complaints::add);
      } else {
        complaints.add("worker of shard " + worker + " terminated");
      }
    }
    complaints.addAll(poller.complaints(stalledAfter));
    return complaints.isEmpty()
        ? HealthStatus.up()
        : HealthStatus.down(String.join("; ", complaints));
  }

  /** Records that wait for later ones of their key, and not for a worker. */
  public int deferredRecords() {
    return shardWorkers.stream().mapToInt(worker -> worker.queue().deferredRecords()).sum();
  }

  /**
   * Stops polling, lets the workers handle what they hold (up to 10 s; a failing worker stops at
   * once), commits, leaves the group. Idempotent.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    closing.countDown();
    if (!started.get()) {
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
      return;
    }
    try {
      pollThread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread thread(String role, Runnable task) {
    return Thread.ofPlatform().daemon().name(name + "-" + role).unstarted(task);
  }

  private void work(int worker) {
    try {
      shardWorkers.get(worker).work();
    } catch (Throwable e) {
      if (closing.getCount() > 0) {
        die("worker of shard " + worker + " failed", e);
      }
    }
  }

  private void poll() {
    try {
      consumer.subscribe(topics.stream().map(Topic::topicName).toList(), poller);
      int failuresInARow = 0;
      while (closing.getCount() > 0) {
        failuresInARow = pollOnce() ? 0 : failuresInARow + 1;
        if (failuresInARow > 0
            && closing.await(pollBackoff.delay(failuresInARow).toNanos(), TimeUnit.NANOSECONDS)) {
          break;
        }
      }
    } catch (Throwable e) {
      die("poll loop terminated", e);
    } finally {
      shutDown();
    }
  }

  /** False when it failed but may succeed later; a failure for good is thrown. */
  private boolean pollOnce() {
    try {
      poller.pollOnce();
      return true;
    } catch (RetriableException e) {
      log.atWarn()
          .addKeyValue("loop", name)
          .addKeyValue("cause", FailureText.brief(e))
          .log("Poll failed; retrying");
      return false;
    }
  }

  /** Ends the loop from whichever thread found out; the first reason stands. */
  private void die(String what, Throwable cause) {
    String why = "loop " + name + ": " + what + ": " + FailureText.brief(cause);
    if (!fatal.compareAndSet(null, why)) {
      return;
    }
    log.atError().addKeyValue("loop", name).setCause(cause).log("Loop failed");
    closing.countDown();
    // On its own thread, as the listener may well close us, which waits for the others.
    thread("fatal", () -> fatalListener.fatal(why, cause)).start();
  }

  private void shutDown() {
    // A dead loop does not begin anything more, but what is in flight should end and be committed.
    boolean orderly = fatal.get() == null;
    shardWorkers.forEach(orderly ? ShardWorker::drain : ShardWorker::abandon);
    if (!joinWorkers(limits.drainWait())) {
      shardWorkers.forEach(ShardWorker::abandon);
      workers.forEach(Thread::interrupt);
      if (!joinWorkers(INTERRUPT_WAIT)) {
        log.atWarn().addKeyValue("loop", name).log("Handler did not stop in time; abandoned");
      }
    }
    try {
      poller.finish();
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    } catch (KafkaException | IllegalStateException e) {
      log.atWarn()
          .addKeyValue("loop", name)
          .addKeyValue("cause", FailureText.brief(e))
          .log("Failed to close the consumer");
    }
  }

  private boolean joinWorkers(Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    boolean ended = true;
    try {
      for (Thread worker : workers) {
        ended &= worker.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return ended;
  }
}
