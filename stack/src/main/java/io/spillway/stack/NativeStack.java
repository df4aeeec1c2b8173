package io.spillway.stack;

import io.spillway.stack.adapter.fetch.Downloads;
import io.spillway.stack.adapter.os.Checked;
import io.spillway.stack.adapter.os.Command;
import io.spillway.stack.adapter.os.FileLocks;
import io.spillway.stack.adapter.os.Parallel;
import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.adapter.os.ProcessRecord;
import io.spillway.stack.adapter.os.ServerProcess;
import io.spillway.stack.adapter.server.HomeAccess;
import io.spillway.stack.adapter.server.Layout;
import io.spillway.stack.adapter.server.PortPlan;
import io.spillway.stack.adapter.server.ServerSet;
import io.spillway.stack.adapter.server.ServerStarter;
import io.spillway.stack.adapter.server.StackHome;
import io.spillway.stack.adapter.server.StackSpec;
import io.spillway.stack.adapter.server.StackState;
import io.spillway.stack.adapter.server.StateStore;
import io.spillway.stack.core.CertificateFacts;
import io.spillway.stack.core.Endpoints;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.ServerNames;
import io.spillway.stack.core.ServerStatus;
import io.spillway.stack.core.TlsPort;
import io.spillway.stack.port.LocalServer;
import io.spillway.stack.port.Stack;
import io.spillway.stack.port.StartListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A stack of real servers, each a process of this machine. One JVM at a time may start or stop the
 * servers of a home; an attached stack keeps the others out for as long as it lives.
 */
public final class NativeStack implements Stack {
  private static final int START_ATTEMPTS = 3;

  private final StackHome home;
  private final StateStore store;
  private final StartListener progress;
  private final @Nullable Thread hook;
  private FileLocks.@Nullable Held lock;
  private @Nullable List<LocalServer> servers;

  private NativeStack(
      StackHome home, StackState state, StartListener progress, FileLocks.@Nullable Held lock) {
    this.home = home;
    this.store = new StateStore(home, state);
    this.progress = StartListener.changesOnly(progress);
    this.lock = lock;
    this.hook = lock == null ? null : new Thread(this::endAtExit, "stack-shutdown");
  }

  /**
   * Starts every server the spec asks for and returns when all are healthy. If one fails, the
   * others are stopped again and the failure is thrown, with the end of the server's log.
   *
   * @throws OperationException also if a stack runs in this home already
   */
  public static NativeStack start(StackSpec spec, StartListener progress) {
    StackHome home = new StackHome(spec.home());
    return Checked.orFail(
        () -> {
          FileLocks.Held lock = HomeAccess.acquire(home);
          try {
            HomeAccess.clearLeftovers(home, progress);
            Files.createDirectories(home.logs());
            Layout.require(home, spec);
            if (spec.secure()) {
              home.secured().prepare(ServerSet.names(spec));
            }
            // Before the ports are chosen: in the minutes of a download others might take them.
            new Downloads(spec.cache(), StartListener.changesOnly(progress)).fetch(spec);
            return startAll(home, spec, progress, lock);
          } catch (Exception e) {
            lock.close();
            throw e;
          }
        });
  }

  /** Tries again where somebody took a port between our look at it and the server's bind. */
  private static NativeStack startAll(
      StackHome home, StackSpec spec, StartListener progress, FileLocks.Held lock)
      throws InterruptedException, IOException {
    for (int attempt = 1; ; attempt++) {
      PortPlan ports = PortPlan.choose(spec, new Ports(RandomGenerator.getDefault()), progress);
      var state = new StackState(spec, ports, false, Map.of());
      NativeStack stack = new NativeStack(home, state, progress, lock);
      try {
        stack.startAll();
        return stack;
      } catch (OperationException e) {
        if (attempt == START_ATTEMPTS || !ports.isAnyTaken()) {
          throw e;
        }
        progress.message("stack", "another process took a port; retrying");
      }
    }
  }

  /** The stack that was left running in this home, by whichever JVM; its servers may have died. */
  public static Optional<NativeStack> attach(Path home) {
    StackHome stackHome = new StackHome(home.toAbsolutePath().normalize());
    return Checked.orFail(
        () ->
            StackState.load(stackHome)
                .map(state -> new NativeStack(stackHome, state, StartListener.silent(), null)));
  }

  /**
   * Removes all data and logs of this home.
   *
   * @throws OperationException if its servers are running
   */
  public static void wipe(Path home) {
    StackHome stackHome = new StackHome(home.toAbsolutePath().normalize());
    Checked.orFail(
        () -> {
          try (var lock = HomeAccess.acquire(stackHome)) {
            if (StackState.load(stackHome).filter(StackState::anyAlive).isPresent()) {
              throw new OperationException("stop the stack in " + home + " before you wipe it");
            }
            stackHome.wipe();
            return true;
          }
        });
  }

  /** What this stack was started as. */
  public StackSpec spec() {
    return store.current().spec();
  }

  @Override
  public Endpoints endpoints() {
    StackState state = store.current();
    return ServerSet.endpoints(state.spec(), state.ports());
  }

  @Override
  public List<ServerStatus> status() {
    return servers().stream()
        .map(
            server -> {
              OptionalLong pid = pid(server.name());
              return new ServerStatus(
                  server.name(),
                  server.identity().kind(),
                  pid,
                  pid.isPresent() && server.isHealthy(),
                  server.port(),
                  server.log());
            })
        .toList();
  }

  @Override
  public OptionalLong pid(String server) {
    named(server);
    return store.current().alive(server).stream().mapToLong(ProcessRecord::pid).findAny();
  }

  /** New certificates for a secured stack, placed where its servers and services read them. */
  public synchronized void renewCertificates() {
    exclusively(
        () -> {
          home.secured().renew(ServerSet.names(spec()));
          for (LocalServer server : servers()) {
            server.placeCertificate();
          }
        });
  }

  /** What the certificates of a secured stack say. */
  public List<CertificateFacts> certificates() {
    return Checked.orFail(() -> home.secured().facts(ServerSet.names(spec())));
  }

  /** Every port of the servers that run; those of a secured stack are encrypted. */
  public List<TlsPort> tlsPorts() {
    return servers().stream()
        .filter(server -> pid(server.name()).isPresent())
        .flatMap(
            server ->
                server.identity().ports().stream()
                    .map(
                        port ->
                            new TlsPort(
                                server.name(), port, server.identity().kind() == Server.MYSQL)))
        .toList();
  }

  @Override
  public synchronized void start(String name) {
    LocalServer server = named(name);
    exclusively(
        () -> {
          if (store.current().alive(name).isEmpty()) {
            ServerStarter.start(
                server, spec().startLimit(), progress, process -> store.spawned(name, process));
          }
        });
  }

  @Override
  public synchronized void stop(String name) {
    Duration grace = named(name).identity().grace();
    exclusively(() -> end(name, grace));
  }

  @Override
  public synchronized void kill(String name) {
    named(name);
    exclusively(() -> end(name, Duration.ZERO));
  }

  @Override
  public synchronized void pause(String name) {
    signal(name, "-STOP");
  }

  @Override
  public synchronized void resume(String name) {
    signal(name, "-CONT");
  }

  private void signal(String name, String signal) {
    named(name);
    exclusively(
        () -> {
          ProcessRecord process =
              store
                  .current()
                  .alive(name)
                  .orElseThrow(() -> new OperationException(name + " is not running"));
          Command.run(home.root(), List.of("kill", signal, Long.toString(process.pid())));
        });
  }

  private void end(String name, Duration grace) throws InterruptedException {
    Optional<ProcessRecord> process = store.current().alive(name);
    if (process.isPresent()) {
      if (grace.isZero()) {
        ServerProcess.kill(process.get());
      } else {
        ServerProcess.terminate(process.get(), grace);
      }
      store.ended(name);
    }
  }

  @Override
  public synchronized void stop() {
    exclusively(() -> store.endAll(HomeAccess.ORDERLY));
  }

  /** Ends all servers as a power failure would; for stacks whose data nobody needs any more. */
  synchronized void killAll() {
    exclusively(() -> store.endAll(Duration.ZERO));
  }

  @Override
  public synchronized void close() {
    if (lock != null) {
      stop();
      letGo();
    }
  }

  private void startAll() throws InterruptedException, IOException {
    if (hook != null) {
      Runtime.getRuntime().addShutdownHook(hook);
    }
    try {
      store.guard();
      Parallel.run(
          servers().stream()
              .<Parallel.Task>map(
                  server ->
                      () ->
                          ServerStarter.start(
                              server,
                              spec().startLimit(),
                              progress,
                              process -> store.spawned(server.name(), process)))
              .toList());
      store.markReady();
      if (spec().detached()) {
        letGo();
      }
    } catch (InterruptedException | IOException | RuntimeException e) {
      boolean stopping = store.isClosing();
      store.endAll(Duration.ZERO);
      disarm();
      if (stopping) {
        throw new OperationException("the stack was stopped during its start");
      }
      throw e;
    }
  }

  private synchronized List<LocalServer> servers() {
    if (servers == null) {
      StackState state = store.current();
      Downloads downloads = new Downloads(state.spec().cache(), progress);
      servers = Checked.orFail(() -> ServerSet.of(state.spec(), state.ports(), downloads));
    }
    return servers;
  }

  private LocalServer named(String name) {
    return ServerNames.find(servers(), LocalServer::name, name);
  }

  private void exclusively(Parallel.Task operation) {
    Checked.orFail(
        () -> {
          if (lock != null) {
            operation.run();
          } else {
            try (var held = HomeAccess.acquire(home)) {
              store.reload();
              operation.run();
            }
          }
          return true;
        });
  }

  private void disarm() {
    if (hook != null && Thread.currentThread() != hook) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException exiting) {
        // The hook is running: it will end the servers itself.
      }
    }
    store.unguard();
  }

  private void letGo() {
    disarm();
    if (lock != null) {
      FileLocks.Held held = lock;
      lock = null;
      Checked.orFail(
          () -> {
            held.close();
            return true;
          });
    }
  }

  /** Without this stack's monitor: a start that is still under way holds it. */
  private void endAtExit() {
    try {
      store.endAll(HomeAccess.ORDERLY);
      store.unguard();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
