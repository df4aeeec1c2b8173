package io.spillway.faults.core;

import java.util.List;

/**
 * One order of a run. Follows from seed and index alone, so that it can be sent again without being
 * kept.
 *
 * @param index counts from 0
 * @param resubmitted whether the same is sent again later
 * @param contradicted whether another body is sent later under the same key
 */
public record ScenarioOrder(
    int index,
    String tenant,
    String customer,
    List<Line> lines,
    OrderScenario life,
    boolean partial,
    boolean resubmitted,
    boolean contradicted) {
  /** Long enough to be confirmed in, short enough to run out within a run. */
  static final int HOLD_SECONDS = 20;

  public ScenarioOrder {
    lines = List.copyOf(lines);
  }

  public record Line(String sku, int quantity, long unitAmount) {}

  public String key() {
    return tenant + "-" + index;
  }

  /** The body of a single order; {@code withKey} for a line of a batch. */
  public String json(boolean withKey) {
    return json(withKey, 0);
  }

  /** The same order with one unit more: another body under the same key. */
  public String contradiction() {
    return json(false, 1);
  }

  private String json(boolean withKey, int more) {
    StringBuilder json = new StringBuilder(192);
    json.append('{');
    if (withKey) {
      json.append("\"idempotencyKey\":\"").append(key()).append("\",");
    }
    json.append("\"tenant\":\"").append(tenant).append("\",\"customerId\":\"").append(customer);
    json.append("\",\"currency\":\"EUR\",\"lines\":[");
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      json.append(i == 0 ? "" : ",").append("{\"sku\":\"").append(line.sku());
      json.append("\",\"quantity\":").append(line.quantity() + (i == 0 ? more : 0));
      json.append(",\"unitAmount\":").append(line.unitAmount()).append('}');
    }
    json.append(']');
    if (life.held()) {
      json.append(",\"holdFor\":\"PT").append(HOLD_SECONDS).append("S\"");
    }
    if (partial) {
      json.append(",\"allowPartial\":true");
    }
    return json.append('}').toString();
  }
}
