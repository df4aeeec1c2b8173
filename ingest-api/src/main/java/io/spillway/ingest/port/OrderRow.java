package io.spillway.ingest.port;

import io.spillway.schemas.routing.RoutedId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order as its row tells it.
 *
 * @param linesJson the array of lines, as JSON text
 * @param attributesJson the object of attributes, as JSON text
 * @param reasonsJson why it was rejected, as a JSON array's text; null when it was not
 * @param createdAt when it was accepted
 */
public record OrderRow(
    RoutedId orderId,
    String tenant,
    String customerId,
    String status,
    long version,
    String currency,
    long totalAmount,
    String linesJson,
    String attributesJson,
    @Nullable String reasonsJson,
    @Nullable Instant holdUntil,
    Instant placedAt,
    Instant createdAt,
    Instant updatedAt) {}
