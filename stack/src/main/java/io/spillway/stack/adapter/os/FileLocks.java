package io.spillway.stack.adapter.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Locks on files, between processes and between the threads of this one (the system's file locks
 * belong to a process, so alone they would not keep two threads apart). A crash releases them.
 */
public final class FileLocks {
  private static final Map<Path, Semaphore> IN_THIS_JVM = new ConcurrentHashMap<>();

  private FileLocks() {}

  /** A lock that is held; may be released by any thread. */
  public static final class Held implements AutoCloseable {
    private final FileChannel channel;
    private final Semaphore permit;
    private boolean released;

    private Held(FileChannel channel, Semaphore permit) {
      this.channel = channel;
      this.permit = permit;
    }

    @Override
    public synchronized void close() throws IOException {
      if (!released) {
        released = true;
        try {
          channel.close();
        } finally {
          permit.release();
        }
      }
    }
  }

  /** The lock, unless somebody else holds it. */
  public static Optional<Held> tryAcquire(Path file) throws IOException {
    Semaphore permit = permit(file);
    return permit.tryAcquire() ? lock(file, permit, false) : Optional.empty();
  }

  /** Waits for the lock; runs {@code onWait} first if somebody else holds it. */
  public static Held acquire(Path file, Runnable onWait) throws IOException, InterruptedException {
    Optional<Held> free = tryAcquire(file);
    if (free.isPresent()) {
      return free.get();
    }
    onWait.run();
    Semaphore permit = permit(file);
    permit.acquire();
    return lock(file, permit, true).orElseThrow();
  }

  private static Semaphore permit(Path file) {
    return IN_THIS_JVM.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new Semaphore(1));
  }

  private static Optional<Held> lock(Path file, Semaphore permit, boolean wait) throws IOException {
    FileChannel channel = null;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = wait ? channel.lock() : channel.tryLock();
      if (lock != null) {
        return Optional.of(new Held(channel, permit));
      }
      channel.close();
      permit.release();
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      permit.release();
      throw e;
    }
  }
}
