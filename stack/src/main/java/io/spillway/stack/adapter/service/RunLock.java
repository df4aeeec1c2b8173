package io.spillway.stack.adapter.service;

import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Lets one command at a time start or stop things; the system frees it when the holder dies. */
public final class RunLock implements AutoCloseable {
  private static final int ATTEMPTS = 3_000;
  private static final int ATTEMPT_MILLIS = 100;

  private final FileChannel channel;
  private final FileLock lock;

  private RunLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Waits for the lock, up to five minutes.
   *
   * @throws OperationException when another command still holds it then
   */
  public static RunLock acquire(Path directory, Progress progress) throws InterruptedException {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      for (int i = 0; i < ATTEMPTS; i++) {
        FileLock lock = tryLock(channel);
        if (lock != null) {
          return new RunLock(channel, lock);
        }
        if (i == 0) {
          progress.say("waiting for another command to start or stop this stack");
        }
        Thread.sleep(ATTEMPT_MILLIS);
      }
      channel.close();
      throw new OperationException(
          "another command has been starting or stopping this stack for minutes; find it with"
              + " ps, terminate it and retry");
    } catch (IOException e) {
      throw new OperationException("Cannot use " + directory + ": " + e.getMessage(), e);
    }
  }

  /** Fails when the lock was given back already. */
  public void requireHeld() {
    if (!lock.isValid()) {
      throw new IllegalStateException("the lock is not held any more");
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new OperationException("Failed to release the lock: " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }
}
