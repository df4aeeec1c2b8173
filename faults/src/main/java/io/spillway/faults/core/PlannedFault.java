package io.spillway.faults.core;

/**
 * One fault of a schedule.
 *
 * @param startMillis since the faults begin
 * @param holdMillis from injecting to healing
 * @param seed of whatever the fault draws itself
 */
public record PlannedFault(FaultKind kind, long startMillis, long holdMillis, long seed) {
  public long endMillis() {
    return startMillis + holdMillis;
  }
}
