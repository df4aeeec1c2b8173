package io.spillway.bench.adapter.stack;

import io.spillway.bench.adapter.host.ProcessCpu;
import io.spillway.operate.StoreWiring;
import io.spillway.operate.adapter.kafka.TopicSetup;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.stack.Deployment;
import io.spillway.stack.PipelineHome;
import io.spillway.stack.PipelineTarget;
import io.spillway.stack.ServiceFleet;
import io.spillway.stack.adapter.os.FileTree;
import io.spillway.stack.adapter.service.RunningService;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Lifetime;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.ServerState;
import io.spillway.stack.core.ServiceJvm;
import io.spillway.stack.core.StackShape;
import io.spillway.stack.port.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The servers and the services, as {@code ./spillway up} starts them, in a temporary home. Not
 * thread-safe.
 */
public final class Pipeline implements AutoCloseable {
  private final Path directory;
  private final Deployment deployment;
  private final ProcessCpu cpu;
  private final RunMode mode;
  private final String label;
  private final Thread atExit = new Thread(this::downQuietly, "pipeline-down");
  private Backends backends;

  private Pipeline(
      Path directory,
      Deployment deployment,
      ProcessCpu cpu,
      RunMode mode,
      String label,
      Backends backends) {
    this.mode = mode;
    this.label = label;
    this.directory = directory;
    this.deployment = deployment;
    this.cpu = cpu;
    this.backends = backends;
  }

  /**
   * Starts the servers and these services, which have more in their environment.
   *
   * @param label begins the names of its processes in the accounts of processor time
   */
  static Pipeline start(
      Path root,
      ProcessCpu cpu,
      RunMode mode,
      String label,
      Collection<PipelineService> services,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("spillway-bench-");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    PipelineHome home = new PipelineHome(root, directory);
    // The rounds are what the user looks at.
    Deployment deployment =
        StoreWiring.deployment(home, new StackShape(true, 1), environment, Progress.silent());
    Backends backends;
    try {
      backends = deployment.up(services, mode);
    } catch (RuntimeException | InterruptedException e) {
      deployment.down(true);
      throw e;
    }
    Pipeline pipeline = new Pipeline(directory, deployment, cpu, mode, label, backends);
    Runtime.getRuntime().addShutdownHook(pipeline.atExit);
    for (ServiceJvm jvm : pipeline.jvms()) {
      cpu.watch(label + jvm.name(), () -> pid(deployment.fleet(), jvm.services().getFirst()));
    }
    pipeline.watchServers();
    return pipeline;
  }

  /** Runs exactly these services; the others are stopped in good order. */
  public void runOnly(Collection<PipelineService> services) throws InterruptedException {
    Set<PipelineService> others = EnumSet.allOf(PipelineService.class);
    others.removeAll(services);
    deployment.stop(others);
    backends = deployment.up(services, mode);
    watchServers();
  }

  /** Runs exactly this service, with more in its environment. */
  public void runOnly(PipelineService service, Map<String, String> environment)
      throws InterruptedException {
    runOnly(Set.of());
    var _ = deployment.fleet().launch(service, Lifetime.LONG, backends, environment);
    runOnly(Set.of(service));
  }

  public void kill(PipelineService service) throws InterruptedException {
    deployment.kill(Set.of(service));
  }

  boolean isOf(RunMode other) {
    return mode.equals(other);
  }

  public Backends backends() {
    return backends;
  }

  /** All of it, as commands work with it. */
  public PipelineTarget target() {
    return deployment;
  }

  /** How its services route, which depends on the machine. */
  public Partitioning partitioning() {
    return TopicSetup.partitioning(backends);
  }

  public KafkaConfig kafka() {
    return new KafkaConfig(backends.kafka());
  }

  public URI api() {
    return deployment.api();
  }

  /** Resident bytes of a service; 0 while it does not run. */
  public long residentBytes(PipelineService service) {
    return deployment.fleet().running(service).map(RunningService::residentBytes).orElse(0L);
  }

  @Override
  public void close() {
    jvms().forEach(jvm -> cpu.forget(label + jvm.name()));
    downQuietly();
    Runtime.getRuntime().removeShutdownHook(atExit);
    try {
      FileTree.delete(directory);
    } catch (IOException e) {
      System.err.println("left behind: " + directory);
    }
  }

  private List<ServiceJvm> jvms() {
    return ServiceJvm.of(EnumSet.allOf(PipelineService.class), mode.together());
  }

  private void watchServers() throws InterruptedException {
    for (ServerState state : deployment.status()) {
      boolean service =
          Arrays.stream(PipelineService.values())
              .anyMatch(s -> s.serviceName().equals(state.name()));
      if (!service && state.pid() != 0) {
        cpu.watch(label + state.name(), () -> OptionalLong.of(state.pid()));
      }
    }
  }

  private static OptionalLong pid(ServiceFleet fleet, PipelineService service) {
    return fleet.running(service).map(RunningService::pid).stream()
        .mapToLong(Long::longValue)
        .findAny();
  }

  private void downQuietly() {
    try {
      deployment.down(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
