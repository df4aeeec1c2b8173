package io.spillway.analytics.core.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.analytics.core.document.Document;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BulkOutcomeTest {
  private static Document document(String id, long version) {
    return new Document("stock", id, version, Map.of());
  }

  @Test
  void eachItemIsJudgedByItself() {
    List<Document> sent =
        List.of(
            document("a", 1),
            document("b", 1),
            document("c", 1),
            document("d", 1),
            document("e", 1));

    BulkOutcome outcome =
        BulkOutcome.of(
            sent,
            List.of(
                BulkItemResult.CREATED,
                BulkItemResult.conflict(2, 1),
                new BulkItemResult(429, "es_rejected_execution_exception", "busy"),
                new BulkItemResult(400, "document_parsing_exception", "no long"),
                BulkItemResult.UPDATED));

    assertThat(outcome.indexed()).isEqualTo(2);
    assertThat(outcome.alreadyNewer()).isEqualTo(1);
    assertThat(outcome.resend()).containsExactly(sent.get(2));
    assertThat(outcome.poison())
        .containsExactly(Map.entry(sent.get(3).key(), "400 document_parsing_exception: no long"));
  }

  @Test
  void aMissingAnswerIsNoSuccess() {
    assertThatThrownBy(() -> BulkOutcome.of(List.of(document("a", 1)), List.of()))
        .hasMessage("1 documents were sent, but 0 were answered");
  }

  @Test
  void ofSeveralVersionsTheNewestIsSentWhereTheFirstStood() {
    List<Document> newest =
        LatestVersions.of(
            List.of(
                document("a", 1),
                document("b", 5),
                document("a", 3),
                document("b", 4),
                document("a", 2)));

    assertThat(newest).containsExactly(document("a", 3), document("b", 5));
  }
}
