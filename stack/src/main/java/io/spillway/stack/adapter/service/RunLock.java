package io.spillway.stack.adapter.service;

import io.spillway.stack.adapter.os.FileLocks;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Lets one command at a time start or stop things; the system frees it when the holder dies. */
public record RunLock(FileLocks.Held held) implements AutoCloseable {
  private static final int ATTEMPTS = 3_000;
  private static final int ATTEMPT_MILLIS = 100;

  /**
   * Waits for the lock, up to five minutes.
   *
   * @throws OperationException when another command still holds it then
   */
  public static RunLock acquire(Path directory, Progress progress) throws InterruptedException {
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        Optional<FileLocks.Held> held = FileLocks.tryAcquire(directory.resolve("lock"));
        if (held.isPresent()) {
          return new RunLock(held.get());
        }
        if (i == 0) {
          progress.say("waiting for another command to start or stop this stack");
        }
        Thread.sleep(ATTEMPT_MILLIS);
      }
    } catch (IOException e) {
      throw new OperationException("Cannot use " + directory + ": " + e.getMessage(), e);
    }
    throw new OperationException(
        "another command has been starting or stopping this stack for minutes; find it with"
            + " ps, terminate it and retry");
  }

  @Override
  public void close() {
    try {
      held.close();
    } catch (IOException e) {
      throw new OperationException("Failed to release the lock: " + e.getMessage(), e);
    }
  }
}
