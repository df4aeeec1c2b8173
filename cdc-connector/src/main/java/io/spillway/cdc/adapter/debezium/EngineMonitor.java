package io.spillway.cdc.adapter.debezium;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.cdc.core.CapturedServer;
import io.spillway.runtime.health.HealthStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of one server's engine: for health, metrics and the log. Thread-safe. */
final class EngineMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(EngineMonitor.class);

  /** Idle servers are heard every 8 s, so this is more than three times nothing. */
  private static final Duration SILENCE = EngineProperties.KEEP_ALIVE.multipliedBy(3);

  private static final Duration SLOW_BATCH = Duration.ofSeconds(15);

  /** The binlog client would reconnect by itself, but would not say why it cannot. */
  private static final Duration DISCONNECTED = Duration.ofSeconds(3);

  /** Longer than an engine may take to stop, while which nothing is looked at. */
  private static final Duration UNWATCHED = Duration.ofSeconds(40);

  private final CapturedServer server;
  private final Clock clock;
  private final Duration progressLimit;
  private final Progress progress;
  private final Counter restarts;
  private final Counter resnapshots;
  private final Counter positionsLost;

  private EngineState state = EngineState.STOPPED;
  private String why = "";
  private boolean connected;
  private Instant lastConnected;
  private Instant lastStart;
  private Instant lastWatched;
  private @Nullable String rereading;
  private boolean hadPosition;
  private boolean heard;
  private Instant lastContact;
  private @Nullable Instant batchStarted;
  private long lagMillis;

  /** Nothing is known yet; a running engine that reads nothing for so long is told of. */
  EngineMonitor(CapturedServer server, Clock clock, Duration progressLimit, MeterRegistry metrics) {
    this.server = server;
    this.clock = clock;
    this.progressLimit = progressLimit;
    this.progress = new Progress(progressLimit);
    this.lastContact = clock.instant();
    this.lastConnected = lastContact;
    this.lastStart = lastContact;
    this.lastWatched = lastContact;
    this.restarts = metrics.counter("spillway.cdc.engine.restarts", "server", server.name());
    this.resnapshots = metrics.counter("spillway.cdc.resnapshots", "server", server.name());
    this.positionsLost = metrics.counter("spillway.cdc.position.lost", "server", server.name());
    Gauge.builder("spillway.cdc.engine.state", this, m -> m.state().ordinal())
        .description("0 stopped, 1 starting, 2 snapshot, 3 streaming, 4 failed")
        .tag("server", server.name())
        .register(metrics);
    Gauge.builder("spillway.cdc.lag.millis", this, EngineMonitor::lagMillis)
        .description("From a row's commit to its publication; grows while the binlog is silent")
        .tag("server", server.name())
        .register(metrics);
  }

  synchronized EngineState state() {
    return state;
  }

  /** The server is ours from now on. */
  synchronized void assigned() {
    lastContact = clock.instant();
    lastWatched = lastContact;
    progress.forget();
    enter(EngineState.STARTING, "");
  }

  /** The watch over the engines looked at this one. */
  synchronized void watched() {
    lastWatched = clock.instant();
  }

  /** What the engine has read, and what the server, asked afterwards, has executed: GTID sets. */
  synchronized void compared(String engineRead, String serverExecuted) {
    progress.observed(engineRead, serverExecuted, clock.instant());
  }

  /** An engine is about to start; with a position whose loss would be an alarm, or without. */
  synchronized void starting(boolean withPosition) {
    enter(EngineState.STARTING, "");
    hadPosition = withPosition;
    heard = false;
    connected = false;
    batchStarted = null;
    lastContact = clock.instant();
    lastStart = lastContact;
  }

  /** The engine polls; a reading says whether it reads all rows or follows the binlog. */
  synchronized void observed(EngineProbe.Reading reading) {
    if (state != EngineState.STARTING
        && state != EngineState.SNAPSHOT
        && state != EngineState.STREAMING) {
      return;
    }
    if (hadPosition && (reading.snapshotRunning() || reading.snapshotDone())) {
      hadPosition = false;
      positionLost("the server no longer has the binlog of the last position");
    }
    connected = reading.connected();
    if (connected) {
      lastConnected = clock.instant();
    }
    if (reading.snapshotRunning()) {
      enter(EngineState.SNAPSHOT, "");
    } else if (connected) {
      rereading = null;
      enter(EngineState.STREAMING, "");
    }
  }

  /** All rows are read again, because changes may have been missed. */
  synchronized void positionLost(String reason) {
    positionsLost.increment();
    reread(reason, "lost the position in the binlog; reading all rows again");
  }

  /** All rows are read again, because the engine's position says nothing of these tables. */
  synchronized void tablesAdded(Set<String> tables) {
    reread("the tables " + tables + " are new here", "tables were added; reading all rows again");
  }

  private void reread(String reason, String message) {
    rereading = reason;
    resnapshots.increment();
    LOG.atError()
        .addKeyValue("server", server.name())
        .addKeyValue("address", server.address())
        .addKeyValue("reason", reason)
        .log(message);
  }

  synchronized void batchStarted() {
    batchStarted = clock.instant();
  }

  /** A batch is durable; {@code oldest} is its first row's commit, or null when it had none. */
  synchronized void batchDone(@Nullable Instant oldest) {
    Instant now = clock.instant();
    batchStarted = null;
    lastContact = now;
    heard = true;
    lagMillis = oldest == null ? 0 : Math.max(0, Duration.between(oldest, now).toMillis());
  }

  /** The engine ended without being asked to, for the {@code attempt}th time in a row. */
  synchronized void failed(String reason, int attempt) {
    restarts.increment();
    enter(EngineState.FAILED, reason + " (failure " + attempt + " in a row)");
    connected = false;
  }

  synchronized void stopped() {
    enter(EngineState.STOPPED, "");
    connected = false;
    batchStarted = null;
  }

  /** Whether this run of the engine has delivered anything. */
  synchronized boolean heard() {
    return heard;
  }

  /** Why a streaming engine should be started anew; null while there is no reason. */
  synchronized @Nullable String reasonToRestart(Duration silenceLimit) {
    if (state != EngineState.STREAMING) {
      return null;
    }
    if (!connected && lastConnected.plus(DISCONNECTED).isBefore(clock.instant())) {
      return "the connection to the binlog is gone";
    }
    if (batchStarted != null) {
      // It waits for Kafka, which a restart would not help.
      return null;
    }
    if (sinceContact(silenceLimit)) {
      return "no events since " + lastContact;
    }
    Instant stalled = progress.stalledSince(clock.instant());
    return stalled != null && lastStart.plus(progressLimit).isBefore(clock.instant())
        ? "nothing was read since " + stalled
        : null;
  }

  synchronized double lagMillis() {
    boolean running = state == EngineState.STREAMING || state == EngineState.SNAPSHOT;
    if (state == EngineState.STOPPED) {
      return 0;
    }
    long silent = Duration.between(lastContact, clock.instant()).toMillis();
    return running && silent < SILENCE.toMillis() ? lagMillis : silent;
  }

  /** An engine that another instance runs is well here. */
  synchronized HealthStatus health() {
    if (state != EngineState.STOPPED && lastWatched.plus(UNWATCHED).isBefore(clock.instant())) {
      return HealthStatus.down("engines not monitored since " + lastWatched);
    }
    String at = server.name() + " at " + server.address();
    return switch (state) {
      case STOPPED -> HealthStatus.up();
      case STARTING -> HealthStatus.down("the engine of " + at + " is starting");
      case FAILED -> HealthStatus.down("the engine of " + at + " failed: " + why);
      case SNAPSHOT ->
          rereading == null
              ? busy(at)
              : HealthStatus.down(at + " is read again from the start: " + rereading);
      case STREAMING -> streaming(at);
    };
  }

  private HealthStatus streaming(String at) {
    if (!connected) {
      return HealthStatus.down("the engine of " + at + " is not connected");
    }
    if (batchStarted == null && sinceContact(SILENCE)) {
      return HealthStatus.down("no events from " + at + " since " + lastContact);
    }
    HealthStatus busy = busy(at);
    Instant stalled = progress.stalledSince(clock.instant());
    return busy.healthy() && stalled != null
        ? HealthStatus.down(
            "the engine of " + at + " reads nothing since " + stalled + ", but there is more")
        : busy;
  }

  private HealthStatus busy(String at) {
    Instant since = batchStarted;
    return since != null && since.plus(SLOW_BATCH).isBefore(clock.instant())
        ? HealthStatus.down("rows of " + at + " wait for Kafka since " + since)
        : HealthStatus.up();
  }

  private boolean sinceContact(Duration limit) {
    return lastContact.plus(limit).isBefore(clock.instant());
  }

  private void enter(EngineState next, String reason) {
    if (state != next) {
      LOG.atInfo()
          .addKeyValue("server", server.name())
          .addKeyValue("from", state)
          .addKeyValue("to", next)
          .addKeyValue("why", reason)
          .log("engine");
    }
    state = next;
    why = reason;
  }
}
