package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.FileLocks;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.StartListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Who may change the servers of a home, and what is to be done with those of an earlier run. */
public final class HomeAccess {
  /** How long an orderly end of all servers may take. */
  public static final Duration ORDERLY = Duration.ofSeconds(30);

  private HomeAccess() {}

  public static FileLocks.Held acquire(StackHome home) throws IOException {
    return FileLocks.tryAcquire(home.lock())
        .orElseThrow(
            () ->
                new OperationException(
                    String.format(
                        Locale.ROOT,
                        "another process uses the stack in %s (it holds %s)",
                        home.root(),
                        home.lock())));
  }

  /** Ends servers whose starter crashed; refuses to touch those that were left running. */
  public static void clearLeftovers(StackHome home, StartListener progress)
      throws IOException, InterruptedException {
    Optional<StackState> left = StackState.load(home);
    if (left.isEmpty()) {
      return;
    }
    StackState state = left.get();
    if (state.spec().detached() && state.ready() && state.anyAlive()) {
      throw new OperationException("a stack is already running in " + home.root());
    }
    progress.message("stack", "cleaning up after an interrupted run");
    new StateStore(home, state).endAll(ORDERLY);
  }
}
