package io.spillway.ingest.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The units of one SKU.
 *
 * @param available units that can be reserved
 * @param reserved units held for orders
 * @param lowStockAt the SKU's own low-stock threshold in units; null when it has none
 * @param version rises by one with every change
 */
public record StockRow(
    String tenant,
    String sku,
    int available,
    int reserved,
    @Nullable Integer lowStockAt,
    long version,
    Instant updatedAt) {}
