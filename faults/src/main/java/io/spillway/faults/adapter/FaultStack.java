package io.spillway.faults.adapter;

import io.spillway.operate.StoreWiring;
import io.spillway.stack.Deployment;
import io.spillway.stack.NativeStack;
import io.spillway.stack.PipelineHome;
import io.spillway.stack.adapter.service.HealthProbe;
import io.spillway.stack.adapter.service.RunningService;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.MysqlEndpoint;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.StackShape;
import io.spillway.stack.port.Progress;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.http.ApiAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A stack of its own to break things in: every process by name, and a supervisor that starts a
 * service again when it has ended and nobody keeps it down, as any deployment has one. Thread-safe.
 */
final class FaultStack implements AutoCloseable {
  /** A service that is killed every minute does not earn what the second compiler takes. */
  private static final RunMode MODE = RunMode.PROCESSES.shortLived();

  private static final long SUPERVISE_MILLIS = 500;
  private static final long POLL_MILLIS = 100;

  private final Deployment deployment;
  private final Progress progress;
  private final Backends direct;
  private final NativeStack servers;
  private final ElasticProxy elastic;
  private final Map<String, SmallDisk> disks;
  private final Path otherVersion;
  private final Set<PipelineService> keptDown = ConcurrentHashMap.newKeySet();
  private final Thread supervisor = new Thread(this::supervise, "fault-supervisor");
  private final Thread atExit = new Thread(this::downQuietly, "fault-stack-down");
  private boolean kept;
  private volatile boolean open = true;

  private FaultStack(
      Deployment deployment,
      Progress progress,
      Backends direct,
      NativeStack servers,
      ElasticProxy elastic,
      Map<String, SmallDisk> disks,
      Path otherVersion) {
    this.deployment = deployment;
    this.progress = progress;
    this.direct = direct;
    this.servers = servers;
    this.elastic = elastic;
    this.disks = Map.copyOf(disks);
    this.otherVersion = otherVersion;
  }

  /**
   * Starts it on any free ports; what an earlier run left in this home is removed.
   *
   * @param shape brokers, and whether the servers are secured
   * @param otherVersion a built project with another version of the services
   */
  static FaultStack start(
      PipelineHome home,
      FaultSuite.Shape shape,
      Set<String> smallDisks,
      Path otherVersion,
      Progress progress)
      throws IOException, InterruptedException {
    Deployment deployment =
        StoreWiring.deployment(home, new StackShape(true, shape.brokers()), Map.of(), progress);
    deployment.down(true);
    Map<String, SmallDisk> disks = new HashMap<>();
    try {
      for (String server : smallDisks) {
        disks.put(server, SmallDisk.mount(home.data().resolve(server)));
      }
      Backends direct =
          deployment.up(
              List.of(), shape.secure() ? RunMode.PROCESSES.secured() : RunMode.PROCESSES);
      NativeStack servers =
          NativeStack.attach(home.data())
              .orElseThrow(() -> new OperationException("the stack terminated during its start"));
      FaultStack stack =
          new FaultStack(
              deployment,
              progress,
              direct,
              servers,
              ElasticProxy.start(BackendConfigs.elastic(direct), SecureHome.of(home.data())),
              disks,
              otherVersion);
      Runtime.getRuntime().addShutdownHook(stack.atExit);
      stack.startServices();
      return stack;
    } catch (IOException | InterruptedException | RuntimeException e) {
      deployment.down(false);
      unmount(disks);
      throw e;
    }
  }

  /** Where the servers are, without the proxy. */
  Backends backends() {
    return direct;
  }

  /** Where the API is at the moment, and how it is reached. */
  ApiAddress api() {
    return ApiAddress.of(deployment);
  }

  Map<String, URI> adminAddresses() {
    return deployment.adminAddresses();
  }

  /** The small disk that a server was given at the start. */
  SmallDisk disk(String server) {
    return Objects.requireNonNull(disks.get(server), "a server without a small disk");
  }

  /** What stands between the services and Elasticsearch. */
  ElasticProxy elastic() {
    return elastic;
  }

  List<MysqlEndpoint> mysqlServers() {
    return servers.endpoints().mysqlServers();
  }

  boolean runs(PipelineService service) {
    return deployment.fleet().running(service).isPresent();
  }

  /** Waits until a service has ended; false when it still runs after the limit. */
  boolean awaitEnd(PipelineService service, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (runs(service)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    return true;
  }

  /** The services that are not ready within the limit. */
  List<String> unready(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      List<String> unready = new ArrayList<>();
      for (Map.Entry<String, URI> service : adminAddresses().entrySet()) {
        HealthProbe.Answer answer = deployment.probe().ask(service.getValue(), service.getKey());
        if (!answer.ready()) {
          unready.add(service.getKey() + " is not ready: " + answer.detail());
        }
      }
      if (unready.isEmpty() || System.nanoTime() > deadline) {
        return unready;
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Ends a service at once and keeps it down until {@link #launch}. */
  void kill(PipelineService service) throws InterruptedException {
    keptDown.add(service);
    deployment.fleet().kill(List.of(service));
  }

  /** Ends a service in good order and keeps it down until {@link #launch}. */
  void terminate(PipelineService service) throws InterruptedException {
    keptDown.add(service);
    deployment.fleet().terminate(service);
  }

  /** Starts a service with more in its environment; does not wait until it is ready. */
  void launch(PipelineService service, Map<String, String> more) {
    launchOnce(service, more);
    keptDown.remove(service);
  }

  /** Starts a service that nobody starts again when it ends, until {@link #launch}. */
  void launchOnce(PipelineService service, Map<String, String> more) {
    deployment.fleet().launch(service, MODE.lifetime(), proxied(), more);
  }

  /** Starts the other version of a service; does not wait until it is ready. */
  void launchOther(PipelineService service) {
    deployment.fleet().launch(otherVersion, service, MODE.lifetime(), proxied(), Map.of());
    keptDown.remove(service);
  }

  void awaitReady(PipelineService service) throws InterruptedException {
    deployment.fleet().start(List.of(service), proxied(), MODE);
  }

  void signal(PipelineService service, String signal) throws IOException, InterruptedException {
    RunningService running = deployment.fleet().running(service).orElse(null);
    if (running != null) {
      signal(running.pid(), signal);
    }
  }

  void killServer(String name) {
    servers.kill(name);
  }

  void startServer(String name) {
    servers.start(name);
  }

  void signalServer(String name, String signal) throws IOException, InterruptedException {
    var pid = servers.pid(name);
    if (pid.isPresent()) {
      signal(pid.getAsLong(), signal);
    }
  }

  /** Leaves the data at the end; a disk made for a fault goes all the same. */
  void keep() {
    kept = true;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    open = false;
    supervisor.join();
    elastic.close();
    if (!kept) {
      // What they would write goes with them.
      deployment.fleet().kill(List.of(PipelineService.values()));
    }
    deployment.down(false);
    unmount(disks);
    if (!kept) {
      deployment.down(true);
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void startServices() throws InterruptedException {
    for (PipelineService service : PipelineService.values()) {
      deployment.fleet().launch(service, MODE.lifetime(), proxied(), Map.of());
    }
    deployment.fleet().start(List.of(PipelineService.values()), proxied(), MODE);
    supervisor.start();
  }

  private Backends proxied() {
    return direct.withElasticsearch(elastic.uri().toString());
  }

  private void supervise() {
    try {
      while (open) {
        for (PipelineService service : PipelineService.values()) {
          if (!keptDown.contains(service) && deployment.fleet().running(service).isEmpty()) {
            progress.say(service.serviceName() + " terminated; restarting it");
            deployment.fleet().launch(service, MODE.lifetime(), proxied(), Map.of());
          }
        }
        Thread.sleep(SUPERVISE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void unmount(Map<String, SmallDisk> disks)
      throws IOException, InterruptedException {
    for (SmallDisk disk : disks.values()) {
      disk.unmount();
    }
  }

  private void downQuietly() {
    try {
      open = false;
      deployment.down(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void signal(long pid, String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).inheritIO().start().waitFor();
  }
}
