package io.spillway.bench.port;

import java.util.Map;

/** Tells how much processor time each process has used so far. */
public interface CpuClock {
  /** Seconds by the process's name; of processes that have ended since, nothing. */
  Map<String, Double> seconds();
}
