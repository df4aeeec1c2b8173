package io.spillway.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The one state of a running stack, in memory and on disk. Thread-safe. */
final class StateStore {
  private final StackHome home;
  private StackState state;
  private boolean closing;

  StateStore(StackHome home, StackState state) {
    this.home = home;
    this.state = state;
  }

  synchronized StackState current() {
    return state;
  }

  synchronized void markReady() {
    state = state.withReady(true);
    save();
  }

  /** Remembers a process just started; ends it instead where everything is to be ended. */
  synchronized void spawned(String server, ProcessRecord process) {
    state = state.with(server, process);
    if (closing) {
      ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
      throw new StackException("the stack is being stopped");
    }
    save();
  }

  /** Takes over what another process may have changed. */
  synchronized void reload() throws IOException {
    state = StackState.load(home).orElse(state);
  }

  /** Ends every process, and keeps ending those that are started meanwhile. */
  void endAll(Function<String, Duration> grace) throws InterruptedException {
    Map<String, ProcessRecord> processes;
    synchronized (this) {
      closing = true;
      processes = state.processes();
    }
    List<Parallel.Task> ends = new ArrayList<>();
    processes.forEach(
        (server, process) -> ends.add(() -> ServerProcess.terminate(process, grace.apply(server))));
    Parallel.run(ends);
    synchronized (this) {
      closing = false;
      remove();
    }
  }

  private void save() {
    try {
      state.save(home);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + home.state(), e);
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
