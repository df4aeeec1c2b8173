package io.spillway.stack.adapter.service;

import io.spillway.stack.adapter.os.ProcessRecord;
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
    return ProcessRecord.of(pid).map(record -> new OsProcess(pid, record.startTicks()));
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
