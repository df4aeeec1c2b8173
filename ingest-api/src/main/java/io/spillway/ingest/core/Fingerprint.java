package io.spillway.ingest.core;

import io.spillway.privacy.core.CustomerKey;
import io.spillway.privacy.core.PersonalAttributes;
import io.spillway.schemas.orders.v1.OrderLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.BinaryOperator;

/**
 * SHA-256 of what an order says, whatever its white space, the order of its fields or the time zone
 * it writes {@code placedAt} in. Two bodies under one idempotency key are the same order when their
 * fingerprints are equal.
 */
public final class Fingerprint {
  /** Bytes of a fingerprint. */
  public static final int BYTES = 32;

  private final byte[] sha256;

  private Fingerprint(byte[] sha256) {
    this.sha256 = sha256;
  }

  /** The fingerprint of an order. */
  public static Fingerprint of(ValidOrder order) {
    return of(order, (_, value) -> value);
  }

  /**
   * The fingerprint of an order whose personal values nobody may guess: instead of each it has the
   * value's MAC under the customer's key, which is the same whenever the order comes again.
   */
  public static Fingerprint of(ValidOrder order, PersonalAttributes personal, CustomerKey key) {
    return of(order, (name, value) -> personal.marks(name) ? key.mac(name, value) : value);
  }

  private static Fingerprint of(ValidOrder order, BinaryOperator<String> value) {
    Sha256 digest = new Sha256();
    digest.text(order.tenant());
    digest.text(order.customerId());
    digest.text(order.currency());
    digest.number(order.lines().size());
    for (OrderLine line : order.lines()) {
      digest.text(line.getSku());
      digest.number(line.getQuantity());
      digest.number(line.getUnitAmount());
    }
    digest.number(order.attributes().size());
    order
        .attributes()
        .forEach(
            (name, text) -> {
              digest.text(name);
              digest.text(value.apply(name, text));
            });
    Instant placedAt = order.placedAt();
    digest.number(placedAt == null ? 0 : 1);
    if (placedAt != null) {
      digest.number(placedAt.getEpochSecond());
      digest.number(placedAt.getNano());
    }
    // Only when given: the fingerprint of an order without them is older than they are.
    Duration holdFor = order.holdFor();
    if (holdFor != null) {
      digest.text("holdFor");
      digest.number(holdFor.toMillis());
    }
    if (order.allowPartial()) {
      digest.text("allowPartial");
    }
    return new Fingerprint(digest.finish());
  }

  /**
   * A fingerprint that was stored.
   *
   * @throws IllegalArgumentException when there are not 32 bytes
   */
  public static Fingerprint ofBytes(byte[] sha256) {
    if (sha256.length != BYTES) {
      throw new IllegalArgumentException("a fingerprint has 32 bytes, not " + sha256.length);
    }
    return new Fingerprint(sha256.clone());
  }

  /** A copy of the 32 bytes. */
  public byte[] toBytes() {
    return sha256.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that && Arrays.equals(sha256, that.sha256);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sha256);
  }
}
