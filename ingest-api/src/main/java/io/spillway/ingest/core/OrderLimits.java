package io.spillway.ingest.core;

import java.time.Duration;

/**
 * How large an order and its parts may be. The tables' columns and the record size bound each from
 * above; settings can only lower them.
 *
 * @param maxTotalAmount in the currency's minor unit
 * @param placedAtAhead how far {@code placedAt} may lie in the future
 * @param maxHoldFor how long an order may ask its stock to be held for a confirmation
 */
public record OrderLimits(
    int maxLines,
    int maxQuantity,
    long maxUnitAmount,
    long maxTotalAmount,
    int maxAttributes,
    int maxAdjustments,
    Duration placedAtAhead,
    Duration maxHoldFor) {
  /** Characters of a SKU. */
  public static final int SKU_LENGTH = 64;

  /** Characters of a tenant's name. */
  public static final int TENANT_LENGTH = 64;

  /** Characters of a customer id. */
  public static final int CUSTOMER_LENGTH = 128;

  /** Characters of an adjustment's reference. */
  public static final int REFERENCE_LENGTH = 128;

  /** Characters of an idempotency key. */
  public static final int KEY_LENGTH = 255;

  /** Characters of an attribute's name. */
  public static final int ATTRIBUTE_NAME_LENGTH = 64;

  /** Characters of an attribute's value. */
  public static final int ATTRIBUTE_VALUE_LENGTH = 256;

  /** Characters of the reason for a cancellation. */
  public static final int REASON_LENGTH = 200;

  /** The shortest hold, and the shortest extension of one. */
  public static final Duration MIN_HOLD = Duration.ofSeconds(1);

  /** The longest extension of a hold; also how far any hold may reach past its reservation. */
  public static final Duration MAX_HOLD = Duration.ofDays(30);

  /** Units that one adjustment may add or take. */
  public static final int MAX_DELTA = 1_000_000_000;

  /** What the blueprint says. */
  public static final OrderLimits DEFAULT =
      new OrderLimits(
          2_000,
          1_000_000,
          1_000_000_000_000L,
          9_000_000_000_000_000L,
          16,
          10_000,
          Duration.ofDays(1),
          Duration.ofDays(7));

  public OrderLimits {
    requireRange("maxLines", maxLines, 1, 2_000);
    requireRange("maxQuantity", maxQuantity, 1, 1_000_000);
    requireRange("maxUnitAmount", maxUnitAmount, 0, 1_000_000_000_000L);
    requireRange("maxTotalAmount", maxTotalAmount, 0, 9_000_000_000_000_000L);
    requireRange("maxAttributes", maxAttributes, 0, 64);
    requireRange("maxAdjustments", maxAdjustments, 1, 10_000);
    requireRange("placedAtAhead in seconds", placedAtAhead.toSeconds(), 0, 366L * 86_400);
    requireRange(
        "maxHoldFor in seconds",
        maxHoldFor.toSeconds(),
        MIN_HOLD.toSeconds(),
        MAX_HOLD.toSeconds());
  }

  private static void requireRange(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " = " + value + " is outside " + min + ".." + max);
    }
  }
}
