package io.spillway.cdc.adapter.debezium;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.spillway.cdc.CdcConfig;
import io.spillway.cdc.CdcFlow;
import io.spillway.cdc.core.CapturedServer;
import io.spillway.runtime.failure.Backoff;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one server's engine running from when the server is ours until it is not: an engine that
 * ends is started again after a pause, from the last committed position. Thread-safe.
 */
final class EngineSession {
  private static final Logger LOG = LoggerFactory.getLogger(EngineSession.class);
  private static final long CLOSE_RETRY_MILLIS = 50;

  private final CapturedServer server;
  private final CdcConfig config;
  private final Properties properties;
  private final Positions positions;
  private final CdcFlow flow;
  private final EngineMonitor monitor;
  private final Backoff backoff;

  private final AtomicBoolean cutOff = new AtomicBoolean();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicReference<@Nullable DebeziumEngine<?>> engine = new AtomicReference<>();
  private final AtomicReference<@Nullable String> restart = new AtomicReference<>();
  private final Thread thread;

  EngineSession(
      CapturedServer server,
      CdcConfig config,
      Properties properties,
      Positions positions,
      CdcFlow flow,
      EngineMonitor monitor,
      Backoff backoff) {
    this.server = server;
    this.config = config;
    this.properties = properties;
    this.positions = positions;
    this.flow = flow;
    this.monitor = monitor;
    this.backoff = backoff;
    this.thread = Thread.ofPlatform().daemon().name("engine-" + server.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Asks the engine to end; does not wait. */
  void beginStop() {
    stopping.countDown();
    Thread.ofPlatform().daemon().name("stop-" + server.name()).start(this::closeEngine);
  }

  /** Waits for the end, and cuts the engine off when it takes too long. */
  void awaitStop(Duration timeout) {
    try {
      if (thread.join(timeout)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.atWarn()
        .addKeyValue("server", server.name())
        .addKeyValue("timeout", timeout)
        .log("engine did not stop in time; abandoning it");
    cutOff();
  }

  /** From now on nothing of this session is published or reported; it ends in the background. */
  void abandon() {
    cutOff();
    beginStop();
  }

  /** Ends the running engine as if it had failed, once, so that it is started anew. */
  void restart(String reason) {
    if (!restart.compareAndSet(null, reason)) {
      return;
    }
    Thread.ofPlatform().daemon().name("restart-" + server.name()).start(this::closeEngine);
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /** Whether its thread ended although nobody asked it to; it will not come back by itself. */
  boolean isDead() {
    return thread.getState() == Thread.State.TERMINATED && !isStopping();
  }

  private void cutOff() {
    cutOff.set(true);
    thread.interrupt();
  }

  private void run() {
    try {
      runUntilStopped();
    } finally {
      if (!isStopping()) {
        monitor.failed("its thread failed", 1);
      }
    }
  }

  private void runUntilStopped() {
    int failures = 0;
    while (!isStopping()) {
      String failure = runEngine();
      if (isStopping()) {
        break;
      }
      failures = monitor.heard() ? 1 : failures + 1;
      Duration pause = backoff.delay(failures);
      monitor.failed(failure, failures);
      LOG.atWarn()
          .addKeyValue("server", server.name())
          .addKeyValue("address", server.address())
          .addKeyValue("failure", failure)
          .addKeyValue("failures", failures)
          .addKeyValue("pause", pause)
          .log("engine stopped; restarting it");
      pause(pause);
    }
    if (!cutOff.get()) {
      monitor.stopped();
    }
  }

  /** Runs an engine to its end, and says why it ended. */
  private String runEngine() {
    Outcome outcome = new Outcome();
    restart.set(null);
    try {
      Preflight.check(server, config);
      monitor.starting(findPosition());
      DebeziumEngine<?> built =
          DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
              .using(properties)
              .using(outcome)
              .notifying(batches())
              .build();
      engine.set(built);
      if (!isStopping()) {
        built.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "it was interrupted";
    } catch (SQLException | RuntimeException | LinkageError e) {
      return Failures.text(null, e);
    } finally {
      engine.set(null);
    }
    return Objects.requireNonNullElse(restart.get(), outcome.text);
  }

  private DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> batches() {
    return new ChangeBatches(flow, monitor, cutOff);
  }

  /**
   * Whether there is a position to go on from. One that is not to be trusted is taken away, so that
   * all rows are read again: versions make that harmless, while a gap would stay for ever.
   */
  private boolean findPosition() throws InterruptedException {
    Position position = positions.find(server.name());
    Set<String> explained = positions.tables(server.historyTopic());
    if (position == null) {
      // Also after a first start that died at once; better one alarm too many than a silent gap.
      if (!explained.isEmpty()) {
        monitor.positionLost("no position is stored, although this server was read before");
      }
      return false;
    }
    LOG.atInfo()
        .addKeyValue("server", server.name())
        .addKeyValue("position", position.text())
        .log("resuming from the last position");
    if (!position.readable()) {
      monitor.positionLost("the stored position is not readable");
    } else if (explained.isEmpty()) {
      monitor.positionLost("the schema history " + server.historyTopic() + " is empty");
    } else if (position.inSnapshot()) {
      return false;
    } else if (!explained.containsAll(server.tables())) {
      Set<String> added = new TreeSet<>(server.tables());
      added.removeAll(explained);
      monitor.tablesAdded(added);
    } else {
      return true;
    }
    positions.forget(position);
    return false;
  }

  /** An engine refuses to be closed while its task starts, so it is asked until it ends. */
  private void closeEngine() {
    DebeziumEngine<?> running = engine.get();
    while (thread.isAlive() && (running != null || isStopping())) {
      try {
        if (running != null) {
          running.close();
          return;
        }
      } catch (IllegalStateException e) {
        LOG.atDebug().setCause(e).addKeyValue("server", server.name()).log("not stoppable yet");
      } catch (IOException | RuntimeException e) {
        LOG.atWarn().setCause(e).addKeyValue("server", server.name()).log("unclean stop");
        return;
      }
      try {
        Thread.sleep(CLOSE_RETRY_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
      running = engine.get();
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void pause(Duration pause) {
    try {
      var unused = stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // Cut off: the loop's condition ends it.
      stopping.countDown();
    }
  }

  private static final class Outcome implements DebeziumEngine.CompletionCallback {
    private volatile String text = "it stopped on its own";

    @Override
    public void handle(boolean success, @Nullable String message, @Nullable Throwable error) {
      if (!success) {
        text = Failures.text(message, error);
      }
    }
  }
}
