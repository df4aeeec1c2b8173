package io.spillway.analytics.core.document;

import io.spillway.schemas.cdc.v1.ProductRow;
import io.spillway.schemas.codec.RowKeys;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.documents.Indices;
import io.spillway.schemas.tables.ContentHash;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A product row as a document. */
public final class ProductDocuments {
  private ProductDocuments() {}

  /**
   * What a SKU is called.
   *
   * @throws IllegalArgumentException on a row that lacks its key, its name, its version or a time
   */
  public static Document of(ProductDetail product) {
    ProductRow row = product.row();
    if (row.getSku().isEmpty() || row.getName().isEmpty()) {
      throw new IllegalArgumentException("the product row has no SKU or no name");
    }
    if (row.getVersion() < 1 || !row.hasCreatedAt() || !row.hasUpdatedAt()) {
      throw new IllegalArgumentException("the product row has no version or no time");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", row.getTenant());
    fields.put("sku", row.getSku());
    fields.put("name", row.getName());
    if (!row.getCategory().isEmpty()) {
      fields.put("category", row.getCategory());
    }
    fields.put("attributes", new TreeMap<>(product.attributes()));
    fields.put("version", row.getVersion());
    fields.put("contentHash", ContentHash.of(row));
    fields.put("createdAt", Times.instant(row.getCreatedAt()));
    fields.put("updatedAt", Times.instant(row.getUpdatedAt()));
    String id = RowKeys.product(row.getTenant(), row.getSku());
    return new Document(Indices.PRODUCTS, id, row.getVersion(), fields);
  }
}
