package io.spillway.schemas.tables;

import io.spillway.schemas.cdc.v1.ProductRow;

/** The table {@code products}. */
public final class ProductsTable {
  /** Every column in the order of the content hash; a new one comes last, and is {@code added}. */
  public static final Table<ProductRow, ProductRow.Builder> TABLE =
      Table.<ProductRow, ProductRow.Builder>named(
              "products", ProductRow::newBuilder, ProductRow.Builder::build)
          .text("tenant", ProductRow::getTenant, ProductRow.Builder::setTenant)
          .text("sku", ProductRow::getSku, ProductRow.Builder::setSku)
          .count("slot", ProductRow::getSlot, ProductRow.Builder::setSlot)
          .text("name", ProductRow::getName, ProductRow.Builder::setName)
          .textOrNull("category", ProductRow::getCategory, ProductRow.Builder::setCategory)
          .json("attributes", ProductRow::getAttributesJson, ProductRow.Builder::setAttributesJson)
          .number("version", ProductRow::getVersion, ProductRow.Builder::setVersion)
          .time("created_at", ProductRow::getCreatedAt, ProductRow.Builder::setCreatedAt)
          .time("updated_at", ProductRow::getUpdatedAt, ProductRow.Builder::setUpdatedAt);

  private ProductsTable() {}
}
