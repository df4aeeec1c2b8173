package io.spillway.ingest.port;

import io.spillway.schemas.routing.RoutedId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An order as its row tells it.
 *
 * @param keptAmount of the lines that are held or handed over
 * @param linesJson the array of lines, as JSON text
 * @param attributesJson the object of attributes, as JSON text
 * @param reasonsJson why lines were refused, as a JSON array's text; null when none was
 * @param historyJson every change so far, as a JSON array's text; null in rows from before it was
 *     kept
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
    long keptAmount,
    String linesJson,
    String attributesJson,
    @Nullable String reasonsJson,
    @Nullable String historyJson,
    @Nullable Instant holdUntil,
    Instant placedAt,
    Instant createdAt,
    Instant updatedAt) {}
