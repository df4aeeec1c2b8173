package io.spillway.analytics.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.analytics.Rows;
import io.spillway.schemas.cdc.v1.ProductRow;
import io.spillway.schemas.tables.ContentHash;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProductDocumentsTest {
  @Test
  void aProductRowIsOneDocumentOfItsVersion() {
    ProductRow row = Rows.product("shop", "MUG 1", "Mug", 7).build();

    Document document = Rows.productDocument(row);

    assertThat(document.index()).isEqualTo("products");
    assertThat(document.id()).isEqualTo("shop/MUG 1");
    assertThat(document.version()).isEqualTo(7);
    assertThat(document.fields())
        .containsEntry("tenant", "shop")
        .containsEntry("sku", "MUG 1")
        .containsEntry("name", "Mug")
        .containsEntry("category", "Kitchen")
        .containsEntry("attributes", Map.of("colour", "red"))
        .containsEntry("contentHash", ContentHash.of(row))
        .containsEntry("updatedAt", Rows.CREATED.plusSeconds(7));
  }

  @Test
  void aProductWithoutCategoryHasNone() {
    ProductRow row = Rows.product("shop", "MUG", "Mug", 1).clearCategory().build();

    assertThat(Rows.productDocument(row).fields()).doesNotContainKey("category");
  }

  @Test
  void aRowThatLacksSomethingIsRefused() {
    for (ProductRow.Builder row :
        List.of(
            Rows.product("shop", "", "Mug", 1),
            Rows.product("shop", "MUG", "", 1),
            Rows.product("shop", "MUG", "Mug", 0),
            Rows.product("shop", "MUG", "Mug", 1).clearCreatedAt(),
            Rows.product("shop", "MUG", "Mug", 1).clearUpdatedAt(),
            Rows.product("shop", "MUG", "Mug", 1).setAttributesJson("[]"))) {
      assertThatThrownBy(() -> Rows.productDocument(row.build()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
