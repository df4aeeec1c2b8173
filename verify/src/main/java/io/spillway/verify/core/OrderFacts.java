package io.spillway.verify.core;

/**
 * What two stores must agree on about an order.
 *
 * @param status such as {@code CONFIRMED}
 * @param version rises by one with each change
 */
public record OrderFacts(String status, long version, int lineCount) {
  /** Its lines hold stock. */
  public boolean confirmed() {
    return status.equals("CONFIRMED");
  }
}
