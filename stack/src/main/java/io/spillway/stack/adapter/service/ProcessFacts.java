package io.spillway.stack.adapter.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the operating system tells about any process. */
public final class ProcessFacts {
  private ProcessFacts() {}

  /** Resident memory in bytes, or 0 when it cannot be told. */
  public static long residentBytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }

  /** How long it has been running, or null when that cannot be told. */
  public static @Nullable Duration uptime(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(start -> Duration.between(start, Instant.now()))
        .orElse(null);
  }
}
