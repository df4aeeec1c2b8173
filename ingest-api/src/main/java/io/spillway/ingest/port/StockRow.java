package io.spillway.ingest.port;

import java.time.Instant;

/**
 * The units of one SKU.
 *
 * @param available units that can be reserved
 * @param reserved units held for orders
 * @param version rises by one with every change
 */
public record StockRow(
    String tenant, String sku, int available, int reserved, long version, Instant updatedAt) {}
