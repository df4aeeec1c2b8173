package io.spillway.analytics.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.analytics.Rows;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.tables.ContentHash;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockDocumentsTest {
  @Test
  void aStockRowIsOneDocumentOfItsVersion() {
    Document document = Rows.stockDocument(Rows.stock("85123A", 0, 7));

    assertThat(document.index()).isEqualTo("stock");
    assertThat(document.id()).isEqualTo("default/85123A");
    assertThat(document.version()).isEqualTo(7);
    assertThat(document.fields())
        .containsEntry("sku", "85123A")
        .containsEntry("available", 0)
        .containsEntry("reserved", 3)
        .containsEntry("updatedAt", Rows.CREATED.plusSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({
    "0, , false, 5", "1, , true, 5", "5, , true, 5", "6, , false, 5",
    "6, 6, true, 6", "6, 5, false, 5", "1, 0, false, 0", "0, 9, false, 9"
  })
  void lowIsWhatIsLeftButNoMoreThanTheThreshold(
      int available, @Nullable Integer own, boolean low, int threshold) {
    StockRow.Builder row = Rows.stock("a", available, 1).toBuilder();
    if (own != null) {
      row.setLowStockAt(own);
    }

    Map<String, Object> fields = Rows.stockDocument(row.build()).fields();

    assertThat(fields).containsEntry("low", low).containsEntry("threshold", threshold);
    assertThat(fields.get("lowStockAt")).isEqualTo(own);
    assertThat(fields).containsEntry("contentHash", ContentHash.of(row.build()));
  }

  @ParameterizedTest
  @CsvSource({"3, 0, FULFIL, APPLIED", "2, 4, RELEASE, VOIDED", "4, 6, ADJUST, NOT_AVAILABLE"})
  void everyKindAndOutcomeHasItsName(int kind, int outcome, String kindName, String outcomeName) {
    assertThat(
            StockDocuments.of(Rows.movement("o1").setKind(kind).setOutcome(outcome).build())
                .fields())
        .containsEntry("kind", kindName)
        .containsEntry("outcome", outcomeName);
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
    assertThatThrownBy(() -> Rows.stockDocument(StockRow.getDefaultInstance()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StockDocuments.of(Rows.movement("").build()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StockDocuments.of(Rows.movement("o1").clearAt().build()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
