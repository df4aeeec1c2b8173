package io.spillway.analytics.adapter.json;

import io.spillway.analytics.core.document.ProductDetail;
import io.spillway.schemas.cdc.v1.ProductRow;

/** Reads the JSON column of a product's row. */
public final class ProductColumns {
  private ProductColumns() {}

  /**
   * The row with its attributes.
   *
   * @throws IllegalArgumentException naming the column and what is wrong with it
   */
  public static ProductDetail read(ProductRow row) {
    return new ProductDetail(
        row, OrderColumns.attributes(OrderColumns.parse("attributes", row.getAttributesJson())));
  }
}
