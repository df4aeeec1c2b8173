package io.spillway.ingest.adapter.codec;

import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductContent;
import io.spillway.ingest.core.ProductKey;
import io.spillway.schemas.cdc.v1.ProductRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.tables.OrderRowJson;

/** A product as the message of its row, which the feed publishes and Redis holds. */
public final class ProductMessages {
  private ProductMessages() {}

  /** The message of a product. */
  public static ProductRow message(Product product) {
    ProductContent content = product.content();
    return ProductRow.newBuilder()
        .setTenant(product.key().tenant())
        .setSku(product.key().sku())
        .setSlot(product.key().slot())
        .setName(content.name())
        .setCategory(content.category())
        .setAttributesJson(OrderRowJson.attributes(content.attributes()))
        .setVersion(product.version())
        .setCreatedAt(Times.timestamp(product.createdAt()))
        .setUpdatedAt(Times.timestamp(product.updatedAt()))
        .build();
  }

  /**
   * The product of a message.
   *
   * @throws IllegalArgumentException when it lacks its key or its version, or is damaged
   */
  public static Product product(ProductRow row) {
    if (row.getTenant().isEmpty()
        || row.getSku().isEmpty()
        || row.getAttributesJson().isEmpty()
        || row.getVersion() < 1) {
      throw new IllegalArgumentException("the row lacks tenant, SKU, attributes or version");
    }
    return new Product(
        new ProductKey(row.getTenant(), row.getSku()),
        new ProductContent(
            row.getName(), row.getCategory(), OrderRowJson.readAttributes(row.getAttributesJson())),
        row.getVersion(),
        Times.instant(row.getCreatedAt()),
        Times.instant(row.getUpdatedAt()));
  }
}
