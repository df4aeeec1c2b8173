package io.spillway.ingest.port;

import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementOutcome;
import java.time.Instant;

/**
 * An adjustment that the inventory has settled.
 *
 * @param delta units asked for; they moved only if the outcome is APPLIED
 * @param availableAfter units available once it was settled
 */
public record SettledAdjustment(
    RoutedId id,
    String tenant,
    String sku,
    int delta,
    MovementOutcome outcome,
    int availableAfter,
    int reservedAfter,
    Instant at) {}
