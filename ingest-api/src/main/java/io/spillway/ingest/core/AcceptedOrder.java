package io.spillway.ingest.core;

import java.time.Instant;

/**
 * An order that was accepted and has no row yet.
 *
 * @param tenant empty when a version before tenants were noted has accepted it
 */
public record AcceptedOrder(String tenant, Instant acceptedAt) {}
