package io.spillway.inventory.core;

import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementKind;

/**
 * Primary key of a movement: no line is reserved, released, fulfilled or adjusted twice.
 *
 * @param ref the order's id, or the adjustment's
 * @param line index into the order's lines; 0 for an adjustment
 */
public record MovementKey(RoutedId ref, int line, MovementKind kind) {}
