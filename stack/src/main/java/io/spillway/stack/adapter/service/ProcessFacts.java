package io.spillway.stack.adapter.service;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the operating system tells about any process. */
public final class ProcessFacts {
  private ProcessFacts() {}

  /** Resident memory in bytes, or 0 when it cannot be told. */
  public static long residentBytes(long pid) {
    return new OsProcess(pid, 0).residentBytes();
  }

  /** How long it has been running, or null when that cannot be told. */
  public static @Nullable Duration uptime(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(start -> Duration.between(start, Instant.now()))
        .orElse(null);
  }
}
