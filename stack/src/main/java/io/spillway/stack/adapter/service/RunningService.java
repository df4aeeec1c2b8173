package io.spillway.stack.adapter.service;

import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.ServicePorts;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A service as it was started, alone in its process or with others; whether it still runs is {@link
 * #isAlive()}.
 */
public record RunningService(
    PipelineService service,
    long pid,
    long startMark,
    ServicePorts ports,
    Instant startedAt,
    Path log) {

  /** Whether this very process still runs. */
  public boolean isAlive() {
    return process().isAlive();
  }

  /** Whether another service was started in the same process. */
  public boolean isSameProcess(RunningService other) {
    return process().equals(other.process());
  }

  /** Resident memory of the process, or 0 when it cannot be told. */
  public long residentBytes() {
    return process().residentBytes();
  }

  OsProcess process() {
    return new OsProcess(pid, startMark);
  }
}
