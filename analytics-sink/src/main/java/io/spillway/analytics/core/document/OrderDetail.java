package io.spillway.analytics.core.document;

import io.spillway.schemas.cdc.v1.OrderRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An order's row with its JSON columns read. */
public record OrderDetail(
    OrderRow row,
    List<Line> lines,
    Map<String, String> attributes,
    List<Refusal> refusals,
    List<Change> history) {
  /** One product; the amount is in the currency's minor unit. */
  public record Line(String sku, int quantity, long unitAmount) {}

  /** Why one line could not be had. */
  public record Refusal(int line, String sku, String reason, long requested, long available) {}

  /** How the order came to a status; the reason may be empty. */
  public record Change(long version, String status, Instant at, String reason) {}

  public OrderDetail {
    lines = List.copyOf(lines);
    attributes = Map.copyOf(attributes);
    refusals = List.copyOf(refusals);
    history = List.copyOf(history);
  }
}
