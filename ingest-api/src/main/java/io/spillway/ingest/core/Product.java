package io.spillway.ingest.core;

import java.time.Instant;

/**
 * A product as one version of it.
 *
 * @param version from 1, rises by one with every change
 * @param createdAt in whole milliseconds, as the tables keep it; so is {@code updatedAt}
 */
public record Product(
    ProductKey key, ProductContent content, long version, Instant createdAt, Instant updatedAt) {}
