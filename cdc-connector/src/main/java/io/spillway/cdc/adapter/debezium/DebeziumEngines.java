package io.spillway.cdc.adapter.debezium;

import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.cdc.CdcConfig;
import io.spillway.cdc.CdcFlow;
import io.spillway.cdc.core.CapturedServer;
import io.spillway.cdc.port.EngineControl;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.health.HealthStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engines of this process, one for each MySQL server that is ours. Thread-safe. */
public final class DebeziumEngines implements EngineControl, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DebeziumEngines.class);

  private final CdcConfig config;
  private final KafkaConfig kafka;
  private final CdcFlow flow;
  private final Positions positions;
  private final Backoff backoff;
  private final Map<Integer, EngineMonitor> monitors = new LinkedHashMap<>();
  private final Map<Integer, EngineSession> sessions = new HashMap<>();
  private final List<ServerWatch> serverWatches = new ArrayList<>();
  private final ScheduledExecutorService watch = scheduler("engine-watch");

  /** Of its own, because a server may take seconds to answer. */
  private final ScheduledExecutorService serverWatch = scheduler("server-watch");

  /** Engines that publish through a flow; none runs before it is started. */
  public DebeziumEngines(
      CdcConfig config, KafkaConfig kafka, CdcFlow flow, Clock clock, MeterRegistry metrics) {
    this.config = config;
    this.kafka = kafka;
    this.flow = flow;
    this.positions = new Positions(kafka);
    this.backoff =
        new Backoff(config.backoffFirst(), config.backoffMax(), RandomGenerator.getDefault());
    for (CapturedServer server : config.servers()) {
      EngineMonitor monitor = new EngineMonitor(server, clock, config.progressTimeout(), metrics);
      monitors.put(server.number(), monitor);
      serverWatches.add(new ServerWatch(server, config, monitor));
    }
    var unused = watch.scheduleWithFixedDelay(this::observe, 250, 250, TimeUnit.MILLISECONDS);
    var unusedToo = serverWatch.scheduleWithFixedDelay(this::compare, 2, 2, TimeUnit.SECONDS);
  }

  @Override
  public synchronized void start(int number) {
    EngineSession running = sessions.get(number);
    if (running != null && running.isAlive()) {
      return;
    }
    CapturedServer server = config.servers().get(number);
    EngineSession session =
        new EngineSession(
            server,
            config,
            EngineProperties.of(server, config, kafka),
            positions,
            flow,
            monitor(number),
            backoff);
    sessions.put(number, session);
    monitor(number).assigned();
    session.start();
  }

  @Override
  public synchronized void stop(Collection<Integer> servers) {
    List<EngineSession> ending = take(servers);
    ending.forEach(EngineSession::beginStop);
    long deadline = System.nanoTime() + config.stopTimeout().toNanos();
    for (EngineSession session : ending) {
      session.awaitStop(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    servers.forEach(number -> monitor(number).stopped());
  }

  @Override
  public synchronized void abandon(Collection<Integer> servers) {
    take(servers).forEach(EngineSession::abandon);
    servers.forEach(number -> monitor(number).stopped());
  }

  /** How a server's engine is; up when it is not ours. */
  public HealthStatus health(int number) {
    return monitor(number).health();
  }

  /** Stops all engines. */
  @Override
  public void close() {
    stop(List.copyOf(monitors.keySet()));
    watch.shutdownNow();
    // Runs after the look that may be under way; the next ones are cancelled.
    serverWatch.execute(() -> serverWatches.forEach(ServerWatch::close));
    serverWatch.shutdown();
  }

  private void observe() {
    try {
      for (CapturedServer server : config.servers()) {
        EngineMonitor monitor = monitor(server.number());
        EngineProbe.Reading reading = EngineProbe.read(server.name());
        if (reading != null) {
          monitor.observed(reading);
        }
        revive(server);
        monitor.watched();
        String reason = monitor.reasonToRestart(config.stallTimeout());
        if (reason != null) {
          restart(server, reason);
        }
      }
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("could not monitor the engines");
    }
  }

  private void compare() {
    for (ServerWatch server : serverWatches) {
      try {
        server.look();
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("could not compare a server with its engine");
      }
    }
  }

  /** A session whose thread died of an error would never be heard of again. */
  private synchronized void revive(CapturedServer server) {
    EngineSession session = sessions.get(server.number());
    if (session != null && session.isDead()) {
      LOG.atError()
          .addKeyValue("server", server.name())
          .log("engine thread failed; starting another");
      start(server.number());
    }
  }

  private static ScheduledExecutorService scheduler(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name(name).factory());
  }

  private synchronized void restart(CapturedServer server, String reason) {
    EngineSession session = sessions.get(server.number());
    if (session != null) {
      session.restart(reason);
    }
  }

  private List<EngineSession> take(Collection<Integer> servers) {
    return servers.stream().filter(sessions::containsKey).map(sessions::remove).toList();
  }

  private EngineMonitor monitor(int number) {
    EngineMonitor monitor = monitors.get(number);
    if (monitor == null) {
      throw new IllegalArgumentException("there is no MySQL server " + number);
    }
    return monitor;
  }
}
