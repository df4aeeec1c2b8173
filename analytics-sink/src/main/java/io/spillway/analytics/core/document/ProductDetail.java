package io.spillway.analytics.core.document;

import io.spillway.schemas.cdc.v1.ProductRow;
import io.spillway.schemas.tables.OrderRowJson;
import java.util.Map;

/** A product's row with its JSON column read. */
public record ProductDetail(ProductRow row, Map<String, String> attributes) {
  public ProductDetail {
    attributes = Map.copyOf(attributes);
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException naming the column and what is wrong with it
   */
  public static ProductDetail of(ProductRow row) {
    return new ProductDetail(row, OrderRowJson.readAttributes(row.getAttributesJson()));
  }
}
