package io.spillway.tools;

import io.spillway.runtime.config.MysqlConfig;
import io.spillway.runtime.config.ShardAddress;
import io.spillway.runtime.sql.Migrations;
import io.spillway.tools.adapter.http.HealthProbe;
import io.spillway.tools.adapter.kafka.TopicSetup;
import io.spillway.tools.adapter.process.FileTree;
import io.spillway.tools.adapter.process.ProcessFacts;
import io.spillway.tools.adapter.process.RunLock;
import io.spillway.tools.adapter.process.RunningService;
import io.spillway.tools.core.Backends;
import io.spillway.tools.core.PipelineService;
import io.spillway.tools.core.ServerState;
import io.spillway.tools.core.ToolException;
import io.spillway.tools.port.Infrastructure;
import io.spillway.tools.port.Progress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The whole pipeline on this machine. Commands of one home that start or stop something run one at
 * a time, whichever process they are in.
 */
public final class Deployment {
  private static final int POOL_FOR_TOOLS = 1;

  private final Home home;
  private final Infrastructure infrastructure;
  private final ServiceFleet fleet;
  private final HealthProbe probe;
  private final Progress progress;

  public Deployment(
      Home home,
      Infrastructure infrastructure,
      ServiceFleet fleet,
      HealthProbe probe,
      Progress progress) {
    this.home = home;
    this.infrastructure = infrastructure;
    this.fleet = fleet;
    this.probe = probe;
    this.progress = progress;
  }

  /**
   * Starts what is not running of the servers and of these services, and returns when all of them
   * are ready. Safe to repeat.
   *
   * @throws ToolException naming what did not become ready, with the end of its log
   */
  public Backends up(Collection<PipelineService> services) throws InterruptedException {
    try (RunLock lock = RunLock.acquire(home.run(), progress)) {
      lock.requireHeld();
      Backends backends = infrastructure.start();
      prepare(backends);
      fleet.start(services, backends);
      return backends;
    }
  }

  /** Stops everything; {@code wipe} removes data and logs too. */
  public void down(boolean wipe) throws InterruptedException {
    try (RunLock lock = RunLock.acquire(home.run(), progress)) {
      lock.requireHeld();
      fleet.stop(Arrays.asList(PipelineService.values()));
      infrastructure.stop();
      if (wipe) {
        infrastructure.wipe();
        FileTree.delete(home.services());
        FileTree.delete(home.logs());
      }
    }
  }

  /** Stops some services. */
  public void stop(Collection<PipelineService> services) throws InterruptedException {
    try (RunLock lock = RunLock.acquire(home.run(), progress)) {
      lock.requireHeld();
      fleet.stop(services);
    }
  }

  /** Ends some services at once, as a crash would; {@link #up} starts them again. */
  public void kill(Collection<PipelineService> services) throws InterruptedException {
    try (RunLock lock = RunLock.acquire(home.run(), progress)) {
      lock.requireHeld();
      for (PipelineService service : services) {
        fleet.kill(service);
      }
    }
  }

  /** Whether any server of the home runs. */
  public boolean isRunning() {
    return infrastructure.running().isPresent();
  }

  /**
   * Where the servers are.
   *
   * @throws ToolException when nothing runs
   */
  public Backends backends() {
    return infrastructure
        .running()
        .orElseThrow(() -> new ToolException("no stack is running; start one with ./spillway up"));
  }

  /** Where each service that was started here serves its metrics; it may be down at the moment. */
  public Map<String, Integer> adminPorts() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (PipelineService service : PipelineService.values()) {
      fleet.last(service).ifPresent(it -> ports.put(service.serviceName(), it.ports().admin()));
    }
    return ports;
  }

  /** Where orders go; the service may be down at the moment. */
  public URI api() {
    return open(PipelineService.INGEST_API);
  }

  /** Where the reports are; the service may be down at the moment. */
  public URI reports() {
    return open(PipelineService.ANALYTICS_SINK);
  }

  /** Every server and service, running or not. */
  public List<ServerState> status() throws InterruptedException {
    List<ServerState> states = new ArrayList<>(infrastructure.status());
    for (PipelineService service : PipelineService.values()) {
      states.add(state(service));
    }
    return states;
  }

  private ServerState state(PipelineService service) throws InterruptedException {
    Optional<RunningService> running = fleet.running(service);
    if (running.isEmpty()) {
      return new ServerState(service.serviceName(), 0, false, 0, 0, null, home.log(service));
    }
    RunningService it = running.get();
    int port = it.ports().open() == 0 ? it.ports().admin() : it.ports().open();
    return new ServerState(
        service.serviceName(),
        it.pid(),
        probe.ask(it.ports().admin()).ready(),
        port,
        ProcessFacts.residentBytes(it.pid()),
        Duration.between(it.startedAt(), Instant.now()),
        it.log());
  }

  private URI open(PipelineService service) {
    int port =
        fleet
            .last(service)
            .map(running -> running.ports().open())
            .orElseThrow(
                () ->
                    new ToolException(
                        service.serviceName() + " is not running; start it with ./spillway up"));
    return URI.create("http://127.0.0.1:" + port);
  }

  private void prepare(Backends backends) throws InterruptedException {
    progress.say("tables and topics");
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> topics =
          executor.submit(
              () -> {
                TopicSetup.ensure(backends);
                return null;
              });
      Migrations.migrate(mysql(backends));
      topics.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new ToolException(
          "the topics could not be prepared: " + (cause == null ? e : cause).getMessage(), cause);
    }
  }

  private static MysqlConfig mysql(Backends backends) {
    List<ShardAddress> shards =
        backends.shards().stream()
            .map(shard -> new ShardAddress(shard.host(), shard.port(), shard.schema()))
            .toList();
    return new MysqlConfig(shards, backends.user(), backends.password(), POOL_FOR_TOOLS);
  }
}
