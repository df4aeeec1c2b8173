package io.spillway.ingest.port;

import io.spillway.schemas.routing.RoutedId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order as a list tells it: without lines, attributes and history, which can be large.
 *
 * @param createdAt when it was accepted
 */
public record OrderSummary(
    RoutedId orderId,
    String status,
    long version,
    String currency,
    long totalAmount,
    long keptAmount,
    int lineCount,
    @Nullable Instant holdUntil,
    Instant placedAt,
    Instant createdAt,
    Instant updatedAt) {}
