package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.Parallel;
import io.spillway.stack.adapter.os.ProcessRecord;
import io.spillway.stack.adapter.os.ServerProcess;
import io.spillway.stack.adapter.os.Watchdog;
import io.spillway.stack.core.OperationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one state of a running stack: in memory, on disk, and at its watchdog. Thread-safe. */
public final class StateStore {
  private final StackHome home;
  private StackState state;
  private @Nullable Watchdog watchdog;
  private boolean closing;

  public StateStore(StackHome home, StackState state) {
    this.home = home;
    this.state = state;
  }

  public synchronized StackState current() {
    return state;
  }

  public synchronized boolean isClosing() {
    return closing;
  }

  /** From now on the servers end with this JVM, however it ends. */
  public synchronized void guard() throws IOException {
    watchdog = Watchdog.start();
  }

  /** From now on the servers outlive this JVM. */
  public synchronized void unguard() {
    if (watchdog != null) {
      watchdog.close();
      watchdog = null;
    }
  }

  public synchronized void markReady() {
    state = state.withReady(true);
    publish();
  }

  /** Remembers a process just started; ends it instead where everything is to be ended. */
  public synchronized void spawned(String server, ProcessRecord process) {
    if (closing) {
      ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
      throw new OperationException(server + " was stopped during its start");
    }
    state = state.with(server, process);
    publish();
  }

  public synchronized void ended(String server) {
    state = state.without(server);
    publish();
  }

  /** Takes over what another process may have changed. */
  public synchronized void reload() throws IOException {
    state = StackState.load(home).orElse(state);
  }

  /** Ends every process, and keeps ending those that are started meanwhile. */
  public void endAll(Duration grace) throws InterruptedException {
    Map<String, ProcessRecord> processes;
    synchronized (this) {
      closing = true;
      processes = state.processes();
    }
    List<Parallel.Task> ends = new ArrayList<>();
    for (ProcessRecord process : processes.values()) {
      ends.add(
          grace.isZero()
              ? () -> ServerProcess.kill(process)
              : () -> ServerProcess.terminate(process, grace));
    }
    Parallel.run(ends);
    synchronized (this) {
      closing = false;
      processes.keySet().forEach(server -> state = state.without(server));
      publish();
      remove();
    }
  }

  private void publish() {
    try {
      state.save(home);
      if (watchdog != null) {
        watchdog.watch(state.processes().values());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot record the processes in " + home.state(), e);
    }
  }

  private void remove() {
    try {
      Files.deleteIfExists(home.state());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + home.state(), e);
    }
  }
}
