package io.spillway.stack.adapter.service;

import io.spillway.stack.adapter.os.ProcessRecord;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.ServicePorts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

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

  public boolean isAlive() {
    return process().isPresent();
  }

  /** Whether another service was started in the same process. */
  public boolean isSameProcess(RunningService other) {
    return pid == other.pid && startMark == other.startMark;
  }

  /** Resident memory of the process, or 0 when it cannot be told. */
  public long residentBytes() {
    return ProcessFacts.residentBytes(pid);
  }

  Optional<ProcessRecord> process() {
    return ProcessRecord.of(pid).filter(now -> now.startTicks() == startMark);
  }
}
