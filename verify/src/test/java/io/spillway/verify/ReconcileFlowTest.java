package io.spillway.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.stack.port.Pause;
import io.spillway.stack.testing.FakePause;
import io.spillway.stack.testing.RecordedProgress;
import io.spillway.verify.MemoryStores.Part;
import io.spillway.verify.core.IdRange;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.StoreFacts;
import io.spillway.verify.core.reconcile.Difference;
import io.spillway.verify.core.reconcile.DifferenceKind;
import io.spillway.verify.core.reconcile.Reconciliation;
import io.spillway.verify.port.RowRepairs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReconcileFlowTest {
  private static final String ID = SoundStores.ID.toString();

  private final MemoryStores stores = SoundStores.make();
  private final List<String> repaired = new ArrayList<>();
  private Runnable betweenLooks = () -> {};

  @Test
  void soundStoresDoNotDiffer() throws Exception {
    Reconciliation result = run(true);
    assertThat(result.differences()).isEmpty();
    assertThat(result.orders()).isOne();
    assertThat(result.stock()).isOne();
    assertThat(repaired).isEmpty();
  }

  @Test
  void withoutFixNothingIsChanged() throws Exception {
    stores.orderDocuments.clear();
    Reconciliation result = run(false);
    assertThat(kinds(result)).containsExactly(DifferenceKind.MISSING_DOCUMENT);
    assertThat(result.ok()).isFalse();
    assertThat(repaired).isEmpty();
  }

  @Test
  void aMissingOrStaleDocumentIsPublishedAgain() throws Exception {
    stores.orderDocuments.clear();
    stores.stockDocuments.put(SoundStores.SKU, new StoreFacts.Document(1, "old"));
    Reconciliation result = run(true);
    assertThat(kinds(result))
        .containsExactly(DifferenceKind.MISSING_DOCUMENT, DifferenceKind.STALE_DOCUMENT);
    assertThat(result.ok()).isTrue();
    assertThat(repaired).containsExactly("publish order " + ID, "publish stock " + SoundStores.SKU);
  }

  @Test
  void aDocumentThatTheSinkWouldNotReplaceIsRemovedFirst() throws Exception {
    stores.orderDocuments.put(ID, new StoreFacts.Document(2, "other"));
    stores.stockDocuments.put(SoundStores.SKU, new StoreFacts.Document(9, "h"));
    assertThat(kinds(run(true)))
        .containsExactly(DifferenceKind.OTHER_CONTENT, DifferenceKind.NEWER_DOCUMENT);
    assertThat(repaired)
        .containsExactly(
            "remove order " + ID,
            "publish order " + ID,
            "remove stock " + SoundStores.SKU,
            "publish stock " + SoundStores.SKU);
  }

  @Test
  void aDocumentWithoutARowIsRemoved() throws Exception {
    UUID other = UUID.fromString("0b3f7c1e-58d2-8b4e-9c61-2f0d8e7a4b11");
    stores.orderDocuments.put(other.toString(), new StoreFacts.Document(1, "x"));
    assertThat(kinds(run(true))).containsExactly(DifferenceKind.DOCUMENT_WITHOUT_ROW);
    assertThat(repaired).containsExactly("remove order " + other);
  }

  @Test
  void aRowBehindItsNewestEventIsWrittenFromIt() throws Exception {
    stores.rows.put(SoundStores.ID, SoundStores.row(OrderStatus.RESERVING, 1));
    stores.orderDocuments.put(ID, new StoreFacts.Document(1, "hash"));
    assertThat(kinds(run(true))).containsExactly(DifferenceKind.ROW_BEHIND_EVENT);
    assertThat(repaired).containsExactly("write order " + ID);
  }

  @Test
  void aMissingRowIsWrittenAndItsDocumentsStay() throws Exception {
    stores.rows.clear();
    assertThat(kinds(run(true))).contains(DifferenceKind.ROW_BEHIND_EVENT);
    assertThat(repaired).containsExactly("write order " + ID);
  }

  @Test
  void aRowAheadOfItsEventsIsReportedOnly() throws Exception {
    stores.rows.put(SoundStores.ID, SoundStores.row(OrderStatus.CANCELLED, 3));
    stores.orderDocuments.put(ID, new StoreFacts.Document(3, "hash"));
    Reconciliation result = run(true);
    assertThat(kinds(result)).containsExactly(DifferenceKind.ROW_AHEAD_OF_EVENTS);
    assertThat(result.ok()).isFalse();
    assertThat(repaired).isEmpty();
  }

  @Test
  void stockThatIsNotItsMovementsIsNeverRewritten() throws Exception {
    stores.stock.put(SoundStores.SKU, new StoreFacts.Stock(9, 2, 2, "h"));
    Reconciliation result = run(true);
    assertThat(kinds(result)).containsExactly(DifferenceKind.STOCK_NOT_ITS_MOVEMENTS);
    assertThat(result.ok()).isFalse();
    assertThat(repaired).isEmpty();
  }

  @Test
  void anExtraLineIsOtherContentOfItsOrder() throws Exception {
    stores.lineDocuments.add(new Part<>(ID, SoundStores.LINE));
    assertThat(kinds(run(true))).containsExactly(DifferenceKind.OTHER_CONTENT);
    assertThat(repaired).containsExactly("remove order " + ID, "publish order " + ID);
  }

  @Test
  void whatHasCaughtUpAtTheSecondLookDoesNotDiffer() throws Exception {
    stores.orderDocuments.put(ID, new StoreFacts.Document(1, "old"));
    betweenLooks = () -> stores.orderDocuments.put(ID, new StoreFacts.Document(2, "hash"));
    assertThat(run(true).differences()).isEmpty();
    assertThat(repaired).isEmpty();
  }

  private Reconciliation run(boolean fix) throws Exception {
    FakePause fake = new FakePause();
    Pause pause =
        new Pause() {
          @Override
          public void sleep(Duration duration) throws InterruptedException {
            betweenLooks.run();
            fake.sleep(duration);
          }

          @Override
          public Duration now() {
            return fake.now();
          }
        };
    return new ReconcileFlow(
            stores, stores, stores.search(), new Recorded(), pause, new RecordedProgress())
        .run(Scope.ALL, fix);
  }

  private static List<DifferenceKind> kinds(Reconciliation result) {
    return result.differences().stream().map(Difference::kind).toList();
  }

  private final class Recorded implements RowRepairs {
    @Override
    public void publishOrders(Collection<String> ids) {
      ids.forEach(id -> repaired.add("publish order " + id));
    }

    @Override
    public void publishStock(Collection<String> keys) {
      keys.forEach(key -> repaired.add("publish stock " + key));
    }

    @Override
    public void removeOrderDocuments(Collection<String> ids) {
      ids.forEach(id -> repaired.add("remove order " + id));
    }

    @Override
    public void removeStockDocuments(Collection<String> keys) {
      keys.forEach(key -> repaired.add("remove stock " + key));
    }

    @Override
    public void writeOrders(IdRange range, Collection<String> ids) {
      ids.forEach(id -> repaired.add("write order " + id));
    }
  }
}
