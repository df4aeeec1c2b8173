package io.spillway.ingest.port;

import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;
import java.util.List;

/**
 * An adjustment that the inventory has settled.
 *
 * @param delta units asked for; they moved only if the outcome is APPLIED
 * @param availableAfter units available once it was settled
 * @param conflicts the first others that came under its reference, and were not carried out
 */
public record SettledAdjustment(
    RoutedId id,
    String tenant,
    String sku,
    int delta,
    MovementOutcome outcome,
    int availableAfter,
    int reservedAfter,
    Instant at,
    List<Conflict> conflicts) {
  /**
   * Another adjustment under the reference.
   *
   * @param delta units it asked for
   * @param at when the inventory refused it
   */
  public record Conflict(int delta, Instant at) {}

  public SettledAdjustment {
    conflicts = List.copyOf(conflicts);
  }
}
