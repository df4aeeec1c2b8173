package io.spillway.analytics.core.document;

import io.spillway.schemas.cdc.v1.ProductRow;
import java.util.Map;

/** A product's row with its JSON column read. */
public record ProductDetail(ProductRow row, Map<String, String> attributes) {
  public ProductDetail {
    attributes = Map.copyOf(attributes);
  }
}
