package io.spillway.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Who may change the servers of a home, and what is to be done with those of an earlier run. */
final class HomeAccess {
  /** How long an orderly end of all servers may take. */
  static final Duration ORDERLY = Duration.ofSeconds(30);

  private HomeAccess() {}

  static FileLocks.Held acquire(StackHome home) throws IOException {
    return FileLocks.tryAcquire(home.lock())
        .orElseThrow(
            () ->
                new StackException(
                    "another process is using the stack in %s (it holds %s)"
                        .formatted(home.root(), home.lock())));
  }

  /** Ends servers whose starter crashed; refuses to touch those that were left running. */
  static void clearLeftovers(StackHome home, Progress progress)
      throws IOException, InterruptedException {
    Optional<StackState> left = StackState.load(home);
    if (left.isEmpty()) {
      return;
    }
    StackState state = left.get();
    if (state.spec().detached() && state.ready() && state.anyAlive()) {
      throw new StackException("a stack is running already in " + home.root());
    }
    progress.message("stack", "clearing what an interrupted run left behind");
    new StateStore(home, state).endAll(ORDERLY);
  }
}
