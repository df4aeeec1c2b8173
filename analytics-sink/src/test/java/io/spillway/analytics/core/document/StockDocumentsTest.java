package io.spillway.analytics.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.analytics.Rows;
import io.spillway.schemas.cdc.v1.StockRow;
import org.junit.jupiter.api.Test;

class StockDocumentsTest {
  @Test
  void aStockRowIsOneDocumentOfItsVersion() {
    Document document = StockDocuments.of(Rows.stock("85123A", 0, 7));

    assertThat(document.index()).isEqualTo("stock");
    assertThat(document.id()).isEqualTo("default/85123A");
    assertThat(document.version()).isEqualTo(7);
    assertThat(document.fields())
        .containsEntry("sku", "85123A")
        .containsEntry("available", 0)
        .containsEntry("reserved", 3)
        .containsEntry("updatedAt", Rows.CREATED.plusSeconds(7));
  }

  @Test
  void aMovementNamesItsKindAndOutcomeAndNeverChanges() {
    Document document = StockDocuments.of(Rows.movement("o1").build());

    assertThat(document.index()).isEqualTo("stock-movements-2026.11");
    assertThat(document.id()).isEqualTo("o1/1/1");
    assertThat(document.version()).isEqualTo(1);
    assertThat(document.fields())
        .containsEntry("kind", "RESERVE")
        .containsEntry("outcome", "APPLIED")
        .containsEntry("quantity", 6)
        .doesNotContainKey("reference");
  }

  @Test
  void anAdjustmentKeepsItsReference() {
    Document document =
        StockDocuments.of(Rows.movement("a1").setKind(4).setReference("opening-1").build());

    assertThat(document.fields())
        .containsEntry("kind", "ADJUST")
        .containsEntry("reference", "opening-1");
  }

  @Test
  void aCodeNobodyKnowsIsRefused() {
    assertThatThrownBy(() -> StockDocuments.of(Rows.movement("o1").setKind(99).build()))
        .hasMessageContaining("99");
    assertThatThrownBy(() -> StockDocuments.of(Rows.movement("o1").setOutcome(99).build()))
        .hasMessageContaining("99");
  }

  @Test
  void rowsWithoutKeyOrTimeAreRefused() {
    assertThatThrownBy(() -> StockDocuments.of(StockRow.getDefaultInstance()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StockDocuments.of(Rows.movement("").build()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StockDocuments.of(Rows.movement("o1").clearAt().build()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
