package io.spillway.client.core;

import java.time.Instant;
import java.util.Optional;

/**
 * An order as the API tells it.
 *
 * @param status {@code ACCEPTED} until the order has a row
 * @param version rises by one with every change; 0 while ACCEPTED
 * @param totalAmount in the currency's minor unit; 0 while ACCEPTED, as {@code keptAmount}
 * @param holdUntil of a RESERVED order
 * @param json the whole answer
 */
public record OrderView(
    String orderId,
    String status,
    long version,
    long totalAmount,
    long keptAmount,
    Optional<Instant> holdUntil,
    String json) {}
