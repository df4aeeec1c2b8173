package io.spillway.analytics.adapter.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.analytics.Rows;
import io.spillway.analytics.core.bulk.BulkItemResult;
import io.spillway.analytics.core.document.AuditDocuments;
import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.core.document.StockDocuments;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.schemas.documents.Indices;
import io.spillway.schemas.tables.ContentHash;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BulkTextTest {
  @Test
  void aDocumentIsTwoLinesWithItsExternalVersion() {
    assertThat(
            new String(
                BulkBody.lines("stock", Rows.stockDocument(Rows.stock("85\"A", 0, 7))), UTF_8))
        .isEqualTo(
            """
            {"index":{"_index":"stock","_id":"default/85\\"A","version":7,"version_type":"external"}}
            {"tenant":"default","sku":"85\\"A","available":0,"reserved":3,"low":false,"threshold":5,"version":7,"contentHash":"HASH","updatedAt":"2026-11-20T12:35:03.789Z"}
            """
                .replace("HASH", ContentHash.of(Rows.stock("85\"A", 0, 7))));
  }

  @Test
  void aValueNoDocumentHasIsRefused() {
    assertThatThrownBy(
            () -> BulkBody.lines("stock", new Document("stock", "a", 1, Map.of("x", 1.5))))
        .hasMessageContaining("java.lang.Double");
  }

  @Test
  void theAnswerIsReadItemByItem() throws Exception {
    String answer =
        """
        {"items":[{"index":{"status":201}},
        {"index":{"status":409,"error":{"type":"version_conflict_engine_exception","reason":"r"}}},
        {"index":{"status":400,"error":{"type":"t"}}}]}""";

    assertThat(BulkReply.parse(answer.getBytes(UTF_8), 3))
        .containsExactly(
            BulkItemResult.CREATED,
            new BulkItemResult(409, "version_conflict_engine_exception", "r"),
            new BulkItemResult(400, "t", ""));
  }

  @Test
  void anAnswerThatIsNoneIsNoSuccess() {
    for (String answer : List.of("", "<html>", "{}", "{\"items\":[]}", "{\"items\":[{\"index\":")) {
      assertThatThrownBy(() -> BulkReply.parse(answer.getBytes(UTF_8), 1))
          .as(answer)
          .isInstanceOf(IndexUnavailableException.class);
    }
  }

  @Test
  void mappingsAreStrictAndKnowEveryFieldThatDocumentsHave() {
    Rows.documents("o1", 2, "REJECTED")
        .forEach(
            document ->
                assertThat(document.fields().keySet())
                    .isSubsetOf(fields(document.index().replaceAll("-[0-9.]+$", ""))));
    assertThat(
            Rows.stockDocument(Rows.stock("a", 1, 1).toBuilder().setLowStockAt(1).build())
                .fields()
                .keySet())
        .isEqualTo(fields(Indices.STOCK));
    assertThat(StockDocuments.of(Rows.movement("o1").setReference("r").build()).fields().keySet())
        .isEqualTo(fields(Indices.STOCK_MOVEMENTS));
    assertThat(AuditDocuments.of(Rows.audit("act"), 7).fields().keySet())
        .isEqualTo(fields(Indices.AUDIT));
  }

  private static java.util.Set<String> fields(String index) {
    assertThat(Templates.mapping(index).path("dynamic").asText()).isEqualTo("strict");
    java.util.Set<String> names = new java.util.HashSet<>();
    Templates.mapping(index).path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }
}
