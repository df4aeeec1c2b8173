package io.spillway.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.UnavailableException;
import io.spillway.stack.testing.FakePause;
import io.spillway.stack.testing.RecordedProgress;
import io.spillway.verify.MemoryStores.Part;
import io.spillway.verify.core.CheckReport;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.StoreFacts;
import io.spillway.verify.port.RowReads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CheckFlowTest {
  private static final Duration SETTLE = Duration.ofSeconds(60);

  private final MemoryStores stores = SoundStores.make();
  private final RecordedProgress progress = new RecordedProgress();
  private final CheckFlow flow = flow(stores.fields(Duration.ZERO));

  @Test
  void soundStoresHoldEveryInvariantAndAreCounted() throws Exception {
    CheckReport report = flow.run(Scope.ALL, SETTLE);
    assertThat(violated(report)).isEmpty();
    assertThat(report.ok()).isTrue();
    assertThat(examined(report, "accepted = created = order rows")).isOne();
    assertThat(examined(report, "stock row = its movements")).isOne();
    assertThat(examined(report, "Elasticsearch = MySQL: order-lines")).isOne();
    assertThat(examined(report, "Elasticsearch = MySQL: stock-movements")).isOne();
    assertThat(examined(report, "API = MySQL: orders and stock")).isEqualTo(2);
    assertThat(examined(report, "consumed = processed + duplicate + dead-lettered")).isOne();
  }

  @Test
  void aLineWithoutADocumentIsFoundByItsOrder() throws Exception {
    stores.lineDocuments.clear();
    assertThat(violated(flow.run(Scope.ALL, SETTLE)))
        .containsExactly(
            "Elasticsearch = MySQL: order-lines: " + SoundStores.ID + " 1 documents are missing");
  }

  @Test
  void aLineDocumentOfAnOlderVersionIsFound() throws Exception {
    stores.lineDocuments.set(
        0, new Part<>(SoundStores.ID.toString(), new StoreFacts.LineSums(1, 1, 0, 2, 990)));
    assertThat(violated(flow.run(Scope.ALL, SETTLE)))
        .containsExactly(
            "Elasticsearch = MySQL: order-lines: "
                + SoundStores.ID
                + " has other documents than rows");
  }

  @Test
  void anExtraMovementDocumentIsFound() throws Exception {
    stores.movementDocuments.add(stores.movementDocuments.getFirst());
    assertThat(violated(flow.run(Scope.ALL, SETTLE)))
        .containsExactly(
            "Elasticsearch = MySQL: stock-movements: " + SoundStores.ADJUSTMENT + " 1 too many");
  }

  @Test
  void aReservationNeedsADocumentOnlyWhereAllMovementsAreIndexed() throws Exception {
    stores.movementDocuments.removeIf(part -> part.id().equals(SoundStores.ID.toString()));
    assertThat(flow.run(Scope.ALL, SETTLE).ok()).isTrue();

    stores.indexedMovements = IndexedMovements.ALL;
    assertThat(violated(flow.run(Scope.ALL, SETTLE)))
        .containsExactly(
            "Elasticsearch = MySQL: stock-movements: "
                + SoundStores.ID
                + " 1 documents are missing");
  }

  @Test
  void aCounterThatDoesNotAddUpIsFound() throws Exception {
    stores.balances.add(new StoreFacts.Balance("inventory-processor", "a = b", 5, 4));
    assertThat(violated(flow.run(Scope.ALL, SETTLE)))
        .containsExactly(
            "consumed = processed + duplicate + dead-lettered: inventory-processor a = b: 5"
                + " against 4");
  }

  @Test
  void aPipelineThatGoesOnMovingIsNotJudged() {
    stores.meanwhile = stores::arrive;
    assertThatThrownBy(() -> flow.run(Scope.ALL, SETTLE))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("did not become idle within 1 min 00 s");
  }

  @Test
  void whatIsBehindAndDoesNotMoveIsJudgedAndSaid() throws Exception {
    stores.behind = List.of("order-store has 3 records left");
    CheckReport report = flow.run(Scope.ALL, SETTLE);
    assertThat(report.notes()).containsExactly("no progress: order-store has 3 records left");
    assertThat(progress.said).anyMatch(line -> line.contains("order-store has 3 records left"));
  }

  @Test
  void aFaultThatATimerMadeMeanwhileIsLookedAtAgain() throws Exception {
    stores.orderDocuments.put(SoundStores.ID.toString(), new StoreFacts.Document(1, "old"));
    AtomicInteger looks = new AtomicInteger();
    stores.meanwhile =
        () -> {
          // The first look ends with a record that the document was behind.
          if (progress.said.contains("checked ended") && looks.getAndIncrement() == 0) {
            stores.arrive();
            stores.orderDocuments.put(
                SoundStores.ID.toString(), new StoreFacts.Document(2, "hash"));
          }
        };
    assertThat(flow.run(Scope.ALL, SETTLE).ok()).isTrue();
    assertThat(progress.said).contains("records arrived during the check; repeating it");
  }

  @Test
  void anOrderRowInAnotherStatusIsFound() throws Exception {
    stores.rows.put(SoundStores.ID, SoundStores.row(OrderStatus.CANCELLED, 2));
    assertThat(violated(flow.run(Scope.ALL, SETTLE)))
        .anyMatch(line -> line.startsWith("order row = newest event"))
        .anyMatch(line -> line.startsWith("orders hold exactly the lines they keep"));
  }

  @Test
  void timesThatTheApiShiftsAreFound() throws Exception {
    assertThat(violated(flow(stores.fields(Duration.ofHours(-3))).run(Scope.ALL, SETTLE)))
        .containsExactlyInAnyOrder(shifted(SoundStores.ID.toString()), shifted(SoundStores.SKU));
  }

  @Test
  void anOrderThatTheApiDoesNotAnswerIsFound() throws Exception {
    RowReads forgetful =
        new RowReads() {
          @Override
          public Map<String, Map<String, String>> orders(Collection<String> ids) {
            return new HashMap<>();
          }

          @Override
          public Map<String, Map<String, String>> stock(Collection<String> keys)
              throws UnavailableException, InterruptedException {
            return stores.fields(Duration.ZERO).stock(keys);
          }
        };
    assertThat(violated(flow(forgetful).run(Scope.ALL, SETTLE)))
        .containsExactly(
            "API = MySQL: orders and stock: "
                + SoundStores.ID
                + " has a row, but the API answers 404");
  }

  @Test
  void anApiThatIsDownIsNoted() throws Exception {
    RowReads down =
        new RowReads() {
          @Override
          public Map<String, Map<String, String>> orders(Collection<String> ids)
              throws UnavailableException {
            throw new UnavailableException("connection refused", Duration.ZERO);
          }

          @Override
          public Map<String, Map<String, String>> stock(Collection<String> keys) {
            return new HashMap<>();
          }
        };
    CheckReport report = flow(down).run(Scope.ALL, SETTLE);
    assertThat(report.ok()).isTrue();
    assertThat(report.notes())
        .containsExactly("API responses not compared with the rows: connection refused");
    assertThat(examined(report, "API = MySQL: orders and stock")).isZero();
  }

  private CheckFlow flow(RowReads api) {
    return new CheckFlow(
        stores,
        stores,
        stores.search(),
        stores,
        stores,
        stores.fields(Duration.ZERO),
        api,
        new FakePause(),
        Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC),
        progress,
        2);
  }

  private static String shifted(String key) {
    return "API = MySQL: orders and stock: "
        + key
        + " the API answers updatedAt 2026-03-08T02:30:00Z, its row 2026-03-08T05:30:00Z";
  }

  private static List<String> violated(CheckReport report) {
    return report.findings().stream()
        .flatMap(
            finding ->
                finding.examples().stream()
                    .map(e -> finding.invariant().claim() + ": " + e.id() + " " + e.fault()))
        .toList();
  }

  private static long examined(CheckReport report, String claim) {
    return report.findings().stream()
        .filter(finding -> finding.invariant().claim().equals(claim))
        .findFirst()
        .orElseThrow()
        .examined();
  }
}
