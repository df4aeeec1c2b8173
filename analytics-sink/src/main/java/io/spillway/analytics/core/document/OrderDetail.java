package io.spillway.analytics.core.document;

import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.tables.OrderRowJson;
import io.spillway.schemas.tables.OrderRowJson.Change;
import io.spillway.schemas.tables.OrderRowJson.Line;
import io.spillway.schemas.tables.OrderRowJson.Refusal;
import java.util.List;
import java.util.Map;

/** An order's row with its JSON columns read. */
public record OrderDetail(
    OrderRow row,
    List<Line> lines,
    Map<String, String> attributes,
    List<Refusal> refusals,
    List<Change> history) {
  public OrderDetail {
    lines = List.copyOf(lines);
    attributes = Map.copyOf(attributes);
    refusals = List.copyOf(refusals);
    history = List.copyOf(history);
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException naming the column and what is wrong with it
   */
  public static OrderDetail of(OrderRow row) {
    return new OrderDetail(
        row,
        OrderRowJson.readLines(row.getLinesJson()),
        OrderRowJson.readAttributes(row.getAttributesJson()),
        OrderRowJson.readReasons(row.getReasonsJson()),
        OrderRowJson.readHistory(row.getHistoryJson()));
  }
}
