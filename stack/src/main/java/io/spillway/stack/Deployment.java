package io.spillway.stack;

import io.spillway.stack.adapter.os.FileTree;
import io.spillway.stack.adapter.service.HealthProbe;
import io.spillway.stack.adapter.service.ProcessFacts;
import io.spillway.stack.adapter.service.RunLock;
import io.spillway.stack.adapter.service.RunningService;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.ServerState;
import io.spillway.stack.core.ServicePorts;
import io.spillway.stack.port.Certificates;
import io.spillway.stack.port.Infrastructure;
import io.spillway.stack.port.Preparation;
import io.spillway.stack.port.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole pipeline on this machine. Commands of one home that start or stop something run one at
 * a time, whichever process they are in.
 */
public record Deployment(
    PipelineHome home,
    Infrastructure infrastructure,
    Preparation preparation,
    ServiceFleet fleet,
    HealthProbe probe,
    Progress progress)
    implements PipelineTarget {
  @Override
  public Backends up(Collection<PipelineService> services, RunMode mode)
      throws InterruptedException {
    try (var _ = RunLock.acquire(home.run(), progress)) {
      Backends backends = infrastructure.start(mode);
      progress.say("creating tables and topics");
      preparation.prepare(backends);
      fleet.start(services, backends, mode);
      return backends;
    }
  }

  @Override
  public void down(boolean wipe) throws InterruptedException {
    try (var _ = RunLock.acquire(home.run(), progress)) {
      fleet.stop(Arrays.asList(PipelineService.values()));
      infrastructure.stop();
      if (wipe) {
        infrastructure.wipe();
        delete(home.services());
        delete(home.logs());
        // Its row went with the data.
        delete(home.operatorKey());
        // All that it opens is gone.
        delete(home.masterKeys());
      }
    }
  }

  @Override
  public void stop(Collection<PipelineService> services) throws InterruptedException {
    try (var _ = RunLock.acquire(home.run(), progress)) {
      fleet.stop(services);
    }
  }

  @Override
  public void kill(Collection<PipelineService> services) throws InterruptedException {
    try (var _ = RunLock.acquire(home.run(), progress)) {
      fleet.kill(services);
    }
  }

  @Override
  public boolean isRunning() {
    return infrastructure.running().isPresent();
  }

  @Override
  public Backends backends() {
    return infrastructure
        .running()
        .orElseThrow(
            () -> new OperationException("no stack is running; start it with ./spillway up"));
  }

  @Override
  public Map<String, URI> adminAddresses() {
    Map<String, URI> addresses = new LinkedHashMap<>();
    for (PipelineService service : PipelineService.values()) {
      fleet
          .last(service)
          .ifPresent(it -> addresses.put(service.serviceName(), onThisMachine(it.ports().admin())));
    }
    return addresses;
  }

  @Override
  public URI api() {
    return open(PipelineService.INGEST_API);
  }

  @Override
  public Optional<String> apiKey() {
    try {
      return Files.exists(home.operatorKey())
          ? Optional.of(Files.readString(home.operatorKey()).strip())
          : Optional.empty();
    } catch (IOException e) {
      throw new OperationException("cannot read " + home.operatorKey() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<Path> apiCaFile() {
    return Optional.of(SecureHome.of(home.data()).caFile()).filter(Files::exists);
  }

  @Override
  public URI reports() {
    return open(PipelineService.ANALYTICS_SINK);
  }

  @Override
  public Certificates certificates() {
    return new HomeCertificates(home, fleet, progress);
  }

  @Override
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
      Path log =
          fleet.last(service).map(RunningService::log).orElse(home.log(service.serviceName()));
      return new ServerState(service.serviceName(), 0, false, 0, 0, null, log);
    }
    RunningService it = running.get();
    int port = it.ports().open() == 0 ? it.ports().admin() : it.ports().open();
    return new ServerState(
        service.serviceName(),
        it.pid(),
        probe.ask(it).ready(),
        port,
        ProcessFacts.residentBytes(it.pid()),
        Duration.between(it.startedAt(), Instant.now()),
        it.log());
  }

  private static void delete(Path directory) {
    try {
      FileTree.delete(directory);
    } catch (IOException e) {
      throw new OperationException("Failed to delete " + directory + ": " + e.getMessage(), e);
    }
  }

  private URI open(PipelineService service) {
    ServicePorts ports =
        fleet
            .last(service)
            .map(RunningService::ports)
            .orElseThrow(
                () ->
                    new OperationException(
                        service.serviceName() + " is not running; start it with ./spillway up"));
    return ports.encrypted()
        ? URI.create("https://127.0.0.1:" + ports.open())
        : onThisMachine(ports.open());
  }

  private static URI onThisMachine(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
