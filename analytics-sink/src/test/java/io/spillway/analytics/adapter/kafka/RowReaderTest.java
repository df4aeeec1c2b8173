package io.spillway.analytics.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.analytics.Rows;
import io.spillway.analytics.core.bulk.StockWait;
import io.spillway.analytics.core.document.AuditDocuments;
import io.spillway.analytics.core.document.Document;
import io.spillway.analytics.core.document.RowDocuments;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.runtime.failure.FailureClassifier;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.cdc.v1.RowSource;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.schemas.tables.MovementKind;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class RowReaderTest {
  private static final Instant COMMITTED = Instant.parse("2026-11-20T12:00:00Z");

  private static final StockWait WAIT = new StockWait(Duration.ofSeconds(1), Duration.ofSeconds(4));

  private final RowReader reader = new RowReader(5, IndexedMovements.ALL, WAIT);

  private RowDocuments read(byte[] value) {
    return reader.read(new ConsumerRecord<>("cdc.orders.v1", 0, 0, new byte[0], value));
  }

  private static RowChange.Builder change(boolean snapshot) {
    return RowChange.newBuilder()
        .setSource(
            RowSource.newBuilder()
                .setCommittedAt(Times.timestamp(COMMITTED))
                .setSnapshot(snapshot));
  }

  @Test
  void anAuditEntryMakesADocumentAndWhatIsNoneIsPoison() {
    RowDocuments read = audited(Rows.audit("act").bytes());
    assertThat(read.documents())
        .containsExactly(AuditDocuments.of(Rows.audit("act"), 12))
        .extracting(Document::id, Document::index, Document::version)
        .containsExactly(tuple("chain-of-act/0", "audit-2026.11", 1L));
    assertThat(
            audited(
                    ("{\"id\":\"1\",\"action\":\"replay\",\"stage\":\"done\",\"who\":\"me\","
                            + "\"at\":\"2026-01-01T00:00:00Z\",\"details\":{}}")
                        .getBytes(UTF_8))
                .documents())
        .as("of before chains")
        .extracting(Document::id)
        .containsExactly("1/done");
    assertThatThrownBy(() -> audited(new byte[] {1}))
        .isInstanceOf(PoisonException.class)
        .hasMessageContaining("no audit entry");
  }

  private RowDocuments audited(byte[] value) {
    return reader.read(new ConsumerRecord<>("operations.audit.v1", 0, 12, new byte[0], value));
  }

  @Test
  void eachKindOfRowMakesItsDocuments() {
    assertThat(read(change(false).setOrder(Rows.order("o1", 1, "RESERVING")).build().toByteArray()))
        .satisfies(row -> assertThat(row.committedAt()).isEqualTo(COMMITTED))
        .extracting(RowDocuments::documents)
        .isEqualTo(Rows.documents("o1", 1, "RESERVING"));
    assertThat(
            read(change(false).setStock(Rows.stock("a", 1, 1)).build().toByteArray()).documents())
        .extracting(Document::index)
        .containsExactly("stock");
    assertThat(
            read(change(false).setMovement(Rows.movement("o1")).build().toByteArray()).documents())
        .extracting(Document::id)
        .containsExactly("o1/1/1");
    assertThat(
            read(change(false)
                    .setProduct(Rows.product("shop", "MUG", "Mug", 1))
                    .build()
                    .toByteArray())
                .documents())
        .extracting(Document::id)
        .containsExactly("shop/MUG");
  }

  @Test
  void aSnapshotSaysNothingAboutTheDelay() {
    assertThat(
            read(change(true).setStock(Rows.stock("a", 1, 1)).build().toByteArray()).committedAt())
        .isNull();
  }

  @Test
  void onlyStockWaitsForNewerRows() {
    assertThat(reader.coalesceFor(new ConsumerRecord<>("cdc.stock.v1", 0, 0, new byte[0], null)))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(reader.coalesceFor(new ConsumerRecord<>("cdc.orders.v1", 0, 0, new byte[0], null)))
        .isZero();
  }

  @Test
  void aTombstoneMakesNoDocument() {
    assertThat(read(null)).isEqualTo(RowDocuments.NONE);
  }

  @Test
  void aMovementThatItsOrderTellsOfMakesNoDocument() {
    RowReader some = new RowReader(5, IndexedMovements.RELEASES_AND_ADJUSTMENTS, WAIT);

    for (MovementKind kind : MovementKind.values()) {
      byte[] value =
          change(false).setMovement(Rows.movement("o1").setKind(kind.code())).build().toByteArray();
      RowDocuments row =
          some.read(new ConsumerRecord<>("cdc.stock-movements.v1", 0, 0, new byte[0], value));
      if (kind == MovementKind.RESERVE || kind == MovementKind.FULFIL) {
        assertThat(row).isEqualTo(RowDocuments.NONE);
      } else {
        assertThat(row.documents()).hasSize(1);
      }
    }
  }

  @Test
  void whatIsNoRowIsPoison() {
    assertThatThrownBy(() -> read(new byte[] {1, 2, 3})).isInstanceOf(SerializationException.class);
    assertThatThrownBy(() -> read(change(false).build().toByteArray()))
        .isInstanceOf(PoisonException.class);
    assertThatThrownBy(
            () ->
                read(
                    change(false)
                        .setOrder(Rows.order("o1", 1, "RESERVING").setLinesJson("oops"))
                        .build()
                        .toByteArray()))
        .isInstanceOf(PoisonException.class)
        .hasMessageContaining("column lines is not JSON");
  }

  @Test
  void aCodeNobodyKnowsIsPoisonAndAStatusNobodyKnowsIsText() {
    assertThatThrownBy(
            () ->
                read(
                    change(false)
                        .setMovement(Rows.movement("o1").setKind(99))
                        .build()
                        .toByteArray()))
        .isInstanceOf(PoisonException.class)
        .hasMessageContaining("unknown movement kind 99");
    assertThatThrownBy(
            () ->
                read(
                    change(false)
                        .setMovement(Rows.movement("o1").setOutcome(99))
                        .build()
                        .toByteArray()))
        .isInstanceOf(PoisonException.class)
        .hasMessageContaining("unknown movement outcome 99");
    byte[] order = change(false).setOrder(Rows.order("o1", 1, "UNHEARD_OF")).build().toByteArray();
    assertThat(read(order).documents().getFirst().fields()).containsEntry("status", "UNHEARD_OF");
  }

  @Test
  void anIndexThatIsAwayIsWaitedFor() {
    FailureClassifier failures = RowIndexer.FAILURES;

    assertThat(failures.classify(new IndexUnavailableException("away")))
        .isEqualTo(FailureKind.TRANSIENT);
    assertThat(failures.classify(new PoisonException("no"))).isEqualTo(FailureKind.POISON);
  }
}
