package io.spillway.stack;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import io.spillway.stack.adapter.os.LogFile;
import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.adapter.server.StartCache;
import io.spillway.stack.adapter.service.HealthProbe;
import io.spillway.stack.adapter.service.RunningService;
import io.spillway.stack.adapter.service.ServiceProcesses;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Lifetime;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.ServiceJvm;
import io.spillway.stack.core.ServiceLaunch;
import io.spillway.stack.core.ServicePorts;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * Starts the services, in one JVM or each in its own, waits until they are ready, and stops them.
 */
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
   * @param environment more for every service
   */
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

  /**
   * Ends services at once, as a crash would.
   *
   * @throws OperationException when one shares its process with a service that is not named
   */
  public void kill(Collection<PipelineService> services) throws InterruptedException {
    requireWholeProcesses(services);
    for (PipelineService service : services) {
      processes.kill(service);
    }
  }

  /**
   * Ends a service in good order, as a shutdown of its machine would.
   *
   * @throws OperationException when it shares its process with others
   */
  public void terminate(PipelineService service) throws InterruptedException {
    requireWholeProcesses(List.of(service));
    processes.terminate(service, STOP_GRACE);
  }

  /**
   * Starts those that do not run, and waits until all of these are ready. Where services share a
   * process already, further ones have processes of their own.
   */
  public void start(Collection<PipelineService> services, Backends backends, RunMode mode)
      throws InterruptedException {
    awaitReady(launchMissing(services, backends, mode));
  }

  private synchronized List<RunningService> launchMissing(
      Collection<PipelineService> services, Backends backends, RunMode mode) {
    List<RunningService> started = new ArrayList<>();
    List<PipelineService> missing = new ArrayList<>();
    for (PipelineService service : services) {
      running(service).ifPresentOrElse(started::add, () -> missing.add(service));
    }
    for (ServiceJvm jvm : ServiceJvm.of(missing, mode.together() && !isAnyShared())) {
      started.addAll(launch(home.root(), jvm, mode.lifetime(), backends, Map.of()));
    }
    return started;
  }

  private boolean isAnyShared() {
    return Arrays.stream(PipelineService.values())
        .flatMap(service -> running(service).stream())
        .anyMatch(running -> processes.sharing(running).size() > 1);
  }

  private void requireWholeProcesses(Collection<PipelineService> services) {
    for (PipelineService service : services) {
      List<PipelineService> sharing = sharing(service);
      if (!services.containsAll(sharing)) {
        throw new OperationException(
            service.serviceName()
                + " runs in one process with the others of "
                + sharing.stream().map(PipelineService::serviceName).collect(joining(", "))
                + ": name all of them, or start each in its own with"
                + " './spillway down' and './spillway up --processes'");
      }
    }
  }

  private List<PipelineService> sharing(PipelineService service) {
    return running(service).map(processes::sharing).orElse(List.of(service));
  }

  /**
   * Stops those that run in good order.
   *
   * @throws OperationException when one shares its process with a service that is not named
   */
  public void stop(Collection<PipelineService> services) throws InterruptedException {
    requireWholeProcesses(services);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> stops = new ArrayList<>();
      for (List<PipelineService> process : services.stream().map(this::sharing).collect(toSet())) {
        stops.add(
            executor.submit(
                () -> {
                  stopProcess(process);
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

  private void stopProcess(List<PipelineService> services) throws InterruptedException {
    boolean ran = false;
    for (PipelineService service : services) {
      ran |= processes.stop(service, STOP_GRACE);
    }
    if (ran) {
      progress.say(new ServiceJvm(services).name() + ": stopped");
    }
  }

  /** Once a build, after the first good end: some seconds that every later start saves. */
  private void makeStartCaches(Collection<PipelineService> services) throws InterruptedException {
    List<ServiceJvm> jvms = new ArrayList<>(ServiceJvm.of(services, false));
    jvms.addAll(ServiceJvm.of(services, true));
    for (ServiceJvm jvm : Set.copyOf(jvms)) {
      Path jar = jvm.jar(home.root());
      for (Lifetime lifetime : Lifetime.values()) {
        StartCache cache = startCache(jvm, lifetime, jar);
        if (cache.isRecorded()) {
          cache.make(List.of("-jar", jar.toString()));
          progress.say(jvm.name() + ": class cache created; starts will be faster");
        }
      }
    }
  }

  /**
   * Starts a service that does not run in a process of its own, with more in its environment, and
   * does not wait until it is ready. One at a time: two callers that miss the same service start it
   * once.
   */
  public RunningService launch(
      PipelineService service, Lifetime lifetime, Backends backends, Map<String, String> more) {
    return launch(home.root(), service, lifetime, backends, more);
  }

  /** As the other, from the jars of another built project. */
  public synchronized RunningService launch(
      Path root,
      PipelineService service,
      Lifetime lifetime,
      Backends backends,
      Map<String, String> more) {
    return processes
        .running(service)
        .orElseGet(() -> launch(root, ServiceJvm.of(service), lifetime, backends, more).getFirst());
  }

  private List<RunningService> launch(
      Path root, ServiceJvm jvm, Lifetime lifetime, Backends backends, Map<String, String> more) {
    Path jar = jvm.jar(root);
    if (!Files.isRegularFile(jar)) {
      throw new OperationException(jar + " does not exist: run mvn package, or use ./spillway");
    }
    Map<PipelineService, ServicePorts> given = ports(jvm, backends.access().isPresent());
    Map<String, String> all =
        new HashMap<>(ServiceLaunch.environment(jvm, given, backends, home::state));
    all.putAll(environment);
    all.putAll(more);
    return processes.start(
        jvm,
        ServiceLaunch.command(
            JAVA_HOME, root, jvm, lifetime, home.logs(), startCache(jvm, lifetime, jar).options()),
        all,
        given,
        home.log(jvm.name()));
  }

  private static StartCache startCache(ServiceJvm jvm, Lifetime lifetime, Path jar) {
    return new StartCache(jar, ServiceLaunch.jvm(JAVA_HOME, jvm, lifetime));
  }

  /** The admin port of the process's last start, so that clients find it again, then the usual. */
  private Map<PipelineService, ServicePorts> ports(ServiceJvm jvm, boolean encrypted) {
    PipelineService first = jvm.services().getFirst();
    Optional<Integer> before =
        processes
            .last(first)
            .filter(last -> processes.sharing(last).equals(jvm.services()))
            .map(last -> last.ports().admin());
    before.ifPresent(ports::release);
    int admin = ports.take(before.orElse(randomPorts ? 0 : first.adminPort()));
    Map<PipelineService, ServicePorts> given = new EnumMap<>(PipelineService.class);
    for (PipelineService service : jvm.services()) {
      given.put(
          service,
          new ServicePorts(admin, publicPort(service), encrypted && service.hasPublicPort()));
    }
    return given;
  }

  /**
   * The public port that the environment asks for; else that of its last start, so that clients
   * find it again, then the usual one, then any.
   */
  private int publicPort(PipelineService service) {
    if (!service.hasPublicPort()) {
      return 0;
    }
    Optional<Integer> before = processes.last(service).map(last -> last.ports().open());
    before.ifPresent(ports::release);
    int asked = ServiceLaunch.publicPort(service, System.getenv());
    int usual = asked == 0 && !randomPorts ? service.publicPort() : asked;
    int open = ports.take(asked == 0 ? before.orElse(usual) : asked);
    if (usual != 0 && open != usual) {
      progress.say(
          String.format(
              Locale.ROOT, "%s: port %d is taken, using %d", service.serviceName(), usual, open));
    }
    return open;
  }

  private void awaitReady(List<RunningService> services) throws InterruptedException {
    List<RunningService> waiting = new ArrayList<>(services);
    Duration start = pause.now();
    while (true) {
      for (Iterator<RunningService> each = waiting.iterator(); each.hasNext(); ) {
        RunningService service = each.next();
        // Both: another program may answer on the port of a process that could not have it.
        if (probe.ask(service).ready() && service.isAlive()) {
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
                probe.ask(first).detail(),
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
