package io.spillway.ingest.core;

import io.spillway.schemas.orders.v1.OrderLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An order that broke no rule.
 *
 * @param idempotencyKey the key inside a batch's line; null where a header carries it
 * @param attributes in order of their names
 * @param placedAt null when the shop did not say
 * @param holdFor how long stock is to be held for a confirmation; null confirms at once
 * @param allowPartial whether the lines that can be had are to be kept without the others
 * @param totalAmount sum of quantity times unit amount, in the currency's minor unit
 */
public record ValidOrder(
    @Nullable String idempotencyKey,
    String tenant,
    String customerId,
    String currency,
    List<OrderLine> lines,
    SortedMap<String, String> attributes,
    @Nullable Instant placedAt,
    @Nullable Duration holdFor,
    boolean allowPartial,
    long totalAmount) {
  public ValidOrder {
    lines = List.copyOf(lines);
  }

  /** The same order with other values of its attributes. */
  public ValidOrder withAttributes(SortedMap<String, String> values) {
    return new ValidOrder(
        idempotencyKey,
        tenant,
        customerId,
        currency,
        lines,
        values,
        placedAt,
        holdFor,
        allowPartial,
        totalAmount);
  }
}
