package io.spillway.schemas.tables;

import static io.spillway.schemas.tables.ColumnType.COUNT;
import static io.spillway.schemas.tables.ColumnType.JSON;
import static io.spillway.schemas.tables.ColumnType.NUMBER;
import static io.spillway.schemas.tables.ColumnType.TEXT;
import static io.spillway.schemas.tables.ColumnType.TIME;

import io.spillway.schemas.cdc.v1.ProductRow;

/** The table {@code products}. */
public final class ProductsTable {
  /** Every column in the order of the content hash; a new one comes last, and is {@code added}. */
  public static final Table<ProductRow, ProductRow.Builder> TABLE =
      Table.<ProductRow, ProductRow.Builder>named(
              "products", ProductRow::newBuilder, ProductRow.Builder::build)
          .column("tenant", TEXT, ProductRow::getTenant, ProductRow.Builder::setTenant)
          .column("sku", TEXT, ProductRow::getSku, ProductRow.Builder::setSku)
          .column("slot", COUNT, ProductRow::getSlot, ProductRow.Builder::setSlot)
          .column("name", TEXT, ProductRow::getName, ProductRow.Builder::setName)
          .columnOrNull("category", TEXT, ProductRow::getCategory, ProductRow.Builder::setCategory)
          .column(
              "attributes",
              JSON,
              ProductRow::getAttributesJson,
              ProductRow.Builder::setAttributesJson)
          .column("version", NUMBER, ProductRow::getVersion, ProductRow.Builder::setVersion)
          .column("created_at", TIME, ProductRow::getCreatedAt, ProductRow.Builder::setCreatedAt)
          .column("updated_at", TIME, ProductRow::getUpdatedAt, ProductRow.Builder::setUpdatedAt);

  private ProductsTable() {}
}
