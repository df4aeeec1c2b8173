package io.spillway.reports.core;

import java.time.Instant;

/**
 * An order in a list.
 *
 * @param amount minor units of the currency: of the whole order, or of the line that was found
 */
public record OrderSummary(
    String orderId,
    String tenant,
    String customerId,
    String status,
    String currency,
    long amount,
    Instant createdAt,
    Instant placedAt) {}
