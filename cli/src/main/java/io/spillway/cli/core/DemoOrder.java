package io.spillway.cli.core;

import java.util.List;
import java.util.Map;

/** One order of the demo. */
public record DemoOrder(
    String idempotencyKey,
    String tenant,
    String customerId,
    String currency,
    List<Line> lines,
    Map<String, String> attributes) {
  public DemoOrder {
    lines = List.copyOf(lines);
    attributes = Map.copyOf(attributes);
  }

  /** One line; {@code unitAmount} in the currency's minor unit. */
  public record Line(String sku, int quantity, long unitAmount) {}
}
