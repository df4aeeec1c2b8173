package io.spillway.stack.adapter.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of this machine, told apart from a later one with the same id by its start: on Linux
 * the clock ticks since boot (proc(5)), elsewhere the second it started in.
 */
record OsProcess(long pid, long start) {
  private static final Path PROC = Path.of("/proc");
  private static final int STATE = 0;
  private static final int THREADS = 17;
  private static final int START_TICKS = 19;
  private static final Duration POLL = Duration.ofMillis(20);

  /** The process that has this id now; none when it is dead, even if nobody has reaped it. */
  static Optional<OsProcess> of(long pid) {
    return Files.isDirectory(PROC.resolve("self")) ? fromProc(pid) : fromHandle(pid);
  }

  boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Resident memory, or 0 when it cannot be told. */
  long residentBytes() {
    try (var lines = Files.lines(PROC.resolve(pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }

  /** Asks it to end, and kills it when it has not within the grace. */
  void terminate(Duration grace) throws InterruptedException {
    if (isAlive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
      if (!awaitEnd(grace)) {
        kill();
      }
    }
  }

  /** Ends it at once, as a crash would. */
  void kill() throws InterruptedException {
    if (isAlive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      awaitEnd(Duration.ofSeconds(20));
    }
  }

  private boolean awaitEnd(Duration limit) throws InterruptedException {
    Instant deadline = Instant.now().plus(limit);
    while (isAlive()) {
      if (Instant.now().isAfter(deadline)) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }

  private static Optional<OsProcess> fromProc(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"));
      // The second field is the command in parentheses and may hold blanks and parentheses itself.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1);
      boolean zombie = fields[STATE].equals("Z") || fields[STATE].equals("X");
      // A killed process whose first thread has gone still holds its ports until the last has.
      boolean dead = zombie && Integer.parseInt(fields[THREADS]) <= 1;
      return dead
          ? Optional.empty()
          : Optional.of(new OsProcess(pid, Long.parseLong(fields[START_TICKS])));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static Optional<OsProcess> fromHandle(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(
            handle ->
                new OsProcess(
                    pid, handle.info().startInstant().map(Instant::getEpochSecond).orElse(0L)));
  }
}
