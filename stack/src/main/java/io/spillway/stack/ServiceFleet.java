package io.spillway.stack;

import io.spillway.stack.adapter.os.LogFile;
import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.adapter.server.StartCache;
import io.spillway.stack.adapter.service.HealthProbe;
import io.spillway.stack.adapter.service.RunningService;
import io.spillway.stack.adapter.service.ServiceProcesses;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.core.ServiceLaunch;
import io.spillway.stack.core.ServicePorts;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/** Starts the services side by side, waits until they are ready, and stops them. */
public final class ServiceFleet {
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
  private static final Duration READY_LIMIT = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(200);
  // A service closes its parts within 30 s.
  private static final Duration STOP_GRACE = Duration.ofSeconds(40);
  private static final int LOG_LINES = 25;

  private final PipelineHome home;
  private final ServiceProcesses processes;
  private final HealthProbe probe;
  private final Ports ports = new Ports(RandomGenerator.getDefault());
  private final boolean randomPorts;
  private final Map<String, String> environment;
  private final Pause pause = Pause.system();
  private final Progress progress;

  /**
   * The services of one home.
   *
   * @param probe asks whether they are ready
   * @param randomPorts ignores the usual ports
   */
  public ServiceFleet(
      PipelineHome home, HealthProbe probe, boolean randomPorts, Progress progress) {
    this(home, probe, randomPorts, Map.of(), progress);
  }

  /** As above, with more in the environment of every service. */
  public ServiceFleet(
      PipelineHome home,
      HealthProbe probe,
      boolean randomPorts,
      Map<String, String> environment,
      Progress progress) {
    this.home = home;
    this.processes = new ServiceProcesses(home.run());
    this.probe = probe;
    this.randomPorts = randomPorts;
    this.environment = Map.copyOf(environment);
    this.progress = progress;
  }

  /** The process of a service while it runs. */
  public Optional<RunningService> running(PipelineService service) {
    return processes.running(service);
  }

  /** How a service was last started, unless it was stopped on purpose. */
  public Optional<RunningService> last(PipelineService service) {
    return processes.last(service);
  }

  /** Ends a service at once, as a crash would. */
  public void kill(PipelineService service) throws InterruptedException {
    processes.kill(service);
  }

  /** Ends a service in good order, as a shutdown of its machine would. */
  public void terminate(PipelineService service) throws InterruptedException {
    processes.terminate(service, STOP_GRACE);
  }

  /** Starts those that do not run, and waits until all of these are ready. */
  public void start(Collection<PipelineService> services, Backends backends)
      throws InterruptedException {
    List<RunningService> waiting = new ArrayList<>();
    for (PipelineService service : services) {
      waiting.add(launch(service, backends, Map.of()));
    }
    awaitReady(waiting);
  }

  /** Stops those that run in good order. */
  public void stop(Collection<PipelineService> services) throws InterruptedException {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> stops = new ArrayList<>();
      for (PipelineService service : services) {
        stops.add(
            executor.submit(
                () -> {
                  if (processes.stop(service, STOP_GRACE)) {
                    progress.say(service.serviceName() + ": stopped");
                  }
                  return null;
                }));
      }
      for (Future<?> stop : stops) {
        stop.get();
      }
    } catch (ExecutionException e) {
      throw new OperationException("Failed to stop a service", e.getCause());
    }
    makeStartCaches(services);
  }

  /** Once a build, after the first good end: some seconds that every later start saves. */
  private void makeStartCaches(Collection<PipelineService> services) throws InterruptedException {
    for (PipelineService service : services) {
      Path jar = service.jar(home.root());
      StartCache cache = startCache(service, jar);
      if (cache.isRecorded()) {
        cache.make(List.of("-jar", jar.toString()));
        progress.say(service.serviceName() + ": class cache created; starts will be faster");
      }
    }
  }

  /**
   * Starts a service that does not run, with more in its environment, and does not wait until it is
   * ready. One at a time: two callers that miss the same service start it once.
   */
  public RunningService launch(
      PipelineService service, Backends backends, Map<String, String> more) {
    return launch(home.root(), service, backends, more);
  }

  /** As {@link #launch(PipelineService, Backends, Map)}, from the jars of another built project. */
  public synchronized RunningService launch(
      Path root, PipelineService service, Backends backends, Map<String, String> more) {
    Optional<RunningService> running = processes.running(service);
    if (running.isPresent()) {
      return running.get();
    }
    Path jar = service.jar(root);
    if (!Files.isRegularFile(jar)) {
      throw new OperationException(jar + " does not exist: run mvn package, or use ./spillway");
    }
    ServicePorts given = ports(service);
    Path log = home.log(service);
    Map<String, String> all =
        new HashMap<>(ServiceLaunch.environment(service, given, backends, home.state(service)));
    all.putAll(environment);
    all.putAll(more);
    return processes.start(
        service,
        ServiceLaunch.command(
            JAVA_HOME, root, service, home.logs(), startCache(service, jar).options()),
        all,
        given,
        log);
  }

  private static StartCache startCache(PipelineService service, Path jar) {
    return new StartCache(jar, ServiceLaunch.jvm(JAVA_HOME, service));
  }

  /**
   * The public port that the environment asks for; else the ports of its last start, so that
   * clients find it again, then the usual ones, then any.
   */
  private ServicePorts ports(PipelineService service) {
    Optional<ServicePorts> before = processes.last(service).map(RunningService::ports);
    before.ifPresent(
        own -> {
          ports.release(own.admin());
          ports.release(own.open());
        });
    int admin = take(before.map(ServicePorts::admin), service.adminPort());
    if (!service.hasPublicPort()) {
      return new ServicePorts(admin, 0);
    }
    int asked = ServiceLaunch.publicPort(service, System.getenv());
    int usual = asked == 0 && !randomPorts ? service.publicPort() : asked;
    int open = ports.take(asked == 0 ? before.map(ServicePorts::open).orElse(usual) : asked);
    if (usual != 0 && open != usual) {
      progress.say(
          String.format(
              Locale.ROOT, "%s: port %d is taken, using %d", service.serviceName(), usual, open));
    }
    return new ServicePorts(admin, open);
  }

  private int take(Optional<Integer> before, int usual) {
    return ports.take(before.orElse(randomPorts ? 0 : usual));
  }

  private void awaitReady(List<RunningService> services) throws InterruptedException {
    List<RunningService> waiting = new ArrayList<>(services);
    Duration start = pause.now();
    while (true) {
      for (Iterator<RunningService> each = waiting.iterator(); each.hasNext(); ) {
        RunningService service = each.next();
        // Both: another program may answer on the port of a process that could not have it.
        if (probe.ask(service.ports().admin()).ready() && service.isAlive()) {
          Duration took = pause.now().minus(start);
          progress.say(name(service) + ": ready after " + ProgressText.duration(took));
          each.remove();
        } else if (!service.isAlive()) {
          throw new OperationException(
              name(service) + " terminated during its start" + logOf(service));
        }
      }
      if (waiting.isEmpty()) {
        return;
      }
      if (pause.now().minus(start).compareTo(READY_LIMIT) > 0) {
        RunningService first = waiting.getFirst();
        throw new OperationException(
            String.format(
                Locale.ROOT,
                "%s is not ready after %s: %s%s",
                name(first),
                ProgressText.duration(READY_LIMIT),
                probe.ask(first.ports().admin()).detail(),
                logOf(first)));
      }
      pause.sleep(POLL);
    }
  }

  private static String name(RunningService running) {
    return running.service().serviceName();
  }

  private static String logOf(RunningService service) {
    return "; its log ("
        + service.log()
        + ") ends with:\n"
        + String.join("\n", LogFile.last(service.log(), LOG_LINES));
  }
}
