package io.spillway.analytics.core.document;

import io.spillway.schemas.cdc.v1.OrderRow;
import java.util.List;
import java.util.Map;

/** An order's row with its JSON columns read. */
public record OrderDetail(
    OrderRow row, List<Line> lines, Map<String, String> attributes, List<Refusal> refusals) {
  /** One product; the amount is in the currency's minor unit. */
  public record Line(String sku, int quantity, long unitAmount) {}

  /** Why one line could not be had. */
  public record Refusal(int line, String sku, String reason, long requested, long available) {}

  public OrderDetail {
    lines = List.copyOf(lines);
    attributes = Map.copyOf(attributes);
    refusals = List.copyOf(refusals);
  }
}
