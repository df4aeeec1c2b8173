package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.cli.core.DemoPlan;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.stack.port.Pause;
import io.spillway.stack.testing.RecordedProgress;
import io.spillway.verify.CheckWiring;
import io.spillway.verify.ReconcileFlow;
import io.spillway.verify.adapter.elastic.DocumentFacts;
import io.spillway.verify.adapter.kafka.KafkaOrderLog;
import io.spillway.verify.adapter.mysql.ShardFacts;
import io.spillway.verify.adapter.repair.StoreRepairs;
import io.spillway.verify.core.CheckReport;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.reconcile.Difference;
import io.spillway.verify.core.reconcile.DifferenceKind;
import io.spillway.verify.core.reconcile.Reconciliation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A sound pipeline breaks no invariant, and damage done to its real stores is found by the right
 * one, for the right order. The damage stays, each at an order of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlantedBugsIT {
  private static final Path ROOT = Path.of(System.getProperty("spillway.root", ".."));
  private static final String OF_STATUS =
      "SELECT BIN_TO_UUID(order_id) FROM orders WHERE status = '%s' ORDER BY order_id LIMIT 1"
          + " OFFSET %d";

  private final RecordedProgress progress = new RecordedProgress();
  private Pipeline pipeline;
  private Damage damage;

  @BeforeAll
  void start() throws Exception {
    pipeline = Pipeline.start(ROOT, Path.of("target", "planted-it").toAbsolutePath(), progress);
    damage = new Damage(pipeline.backends);
    DemoFlow.Outcome outcome =
        pipeline.run(DemoPlan.of(21, 400, "planted"), UnaryOperator.identity());
    assertThat(outcome.result().faults()).isEmpty();
  }

  @AfterAll
  void stop() throws Exception {
    if (damage != null) {
      damage.close();
    }
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @Test
  @Order(1)
  void aSoundPipelineBreaksNothing() throws Exception {
    CheckReport report = check();
    assertThat(violated(report)).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.findings())
        .filteredOn(finding -> finding.invariant().number() == 6)
        .allMatch(finding -> finding.examined() == 400);
    assertThat(reconcile(false).differences()).isEmpty();
  }

  @Test
  @Order(2)
  void aStaleDocument() throws Exception {
    String id = damage.find(OF_STATUS.formatted("CONFIRMED", 0)).get(0);
    damage.makeStale(id, 1);
    assertThat(violated(check())).anyMatch(of("Elasticsearch = MySQL: orders", id));
    repair(id, DifferenceKind.STALE_DOCUMENT);
  }

  @Test
  @Order(3)
  void anotherContent() throws Exception {
    String id = damage.find(OF_STATUS.formatted("CONFIRMED", 1)).get(0);
    damage.changeDocument(id, "contentHash", "0000000000000000");
    assertThat(violated(check())).anyMatch(of("Elasticsearch = MySQL: orders", id));
    repair(id, DifferenceKind.OTHER_CONTENT);
  }

  @Test
  @Order(4)
  void aDocumentWithoutARow() throws Exception {
    String id = damage.find(OF_STATUS.formatted("CONFIRMED", 2)).get(0);
    String other = RoutedId.ofOrder("planted", "nobody", "nothing").toString();
    damage.copyDocument(id, other);
    assertThat(violated(check())).anyMatch(of("Elasticsearch = MySQL: orders", other));
    repair(other, DifferenceKind.DOCUMENT_WITHOUT_ROW);
  }

  @Test
  @Order(5)
  void aRowThatIsGone() throws Exception {
    Damage.Row row = damage.find(OF_STATUS.formatted("CONFIRMED", 3));
    String id = row.get(0);
    String content = damage.document(id).path("_source").path("contentHash").asText();
    damage.change(row.shard(), "DELETE FROM orders WHERE order_id = UUID_TO_BIN(?)", id);
    assertThat(violated(check())).anyMatch(of("accepted = created = order rows", id));
    repair(id, DifferenceKind.ROW_BEHIND_EVENT);
    assertThat(damage.document(id).path("_source").path("contentHash").asText())
        .as("written as the order store wrote it")
        .isEqualTo(content);
  }

  @Test
  @Order(6)
  void aStatusChangedInItsRow() throws Exception {
    Damage.Row row = damage.find(OF_STATUS.formatted("CONFIRMED", 4));
    damage.change(
        row.shard(),
        "UPDATE orders SET status = 'CANCELLED' WHERE order_id = UUID_TO_BIN(?)",
        row.get(0));
    assertThat(violated(check()))
        .anyMatch(of("order row = newest event", row.get(0)))
        .anyMatch(of("orders hold exactly the lines they keep", row.get(0)));
  }

  @Test
  @Order(7)
  void aLineReservedTwice() throws Exception {
    Damage.Row stock =
        damage.find(
            "SELECT tenant, sku, slot, available, reserved FROM stock WHERE available > 0 LIMIT 1");
    String id = damage.find(OF_STATUS.formatted("CONFIRMED", 5)).get(0);
    int available = Integer.parseInt(stock.get(3)) - 1;
    int reserved = Integer.parseInt(stock.get(4)) + 1;
    damage.change(
        stock.shard(),
        "INSERT INTO stock_movement (ref, line, kind, slot, tenant, sku, quantity, outcome,"
            + " available_after, reserved_after, at)"
            + " VALUES (UUID_TO_BIN(?), 1999, 1, ?, ?, ?, 1, 0, ?, ?, NOW(3))",
        id,
        stock.get(2),
        stock.get(0),
        stock.get(1),
        available,
        reserved);
    damage.change(
        stock.shard(),
        "UPDATE stock SET available = ?, reserved = ?, version = version + 1"
            + " WHERE tenant = ? AND sku = ?",
        available,
        reserved,
        stock.get(0),
        stock.get(1));
    assertThat(violated(check()))
        .anyMatch(of("orders hold exactly the lines they keep", id))
        .noneMatch(line -> line.startsWith("stock row = its movements"));
  }

  @Test
  @Order(8)
  void aReleaseThatNeverHappened() throws Exception {
    Damage.Row release =
        damage.find(
            "SELECT BIN_TO_UUID(ref), line, tenant, sku, quantity FROM stock_movement"
                + " WHERE kind = 2 AND outcome = 0 LIMIT 1");
    damage.change(
        release.shard(),
        "DELETE FROM stock_movement WHERE ref = UUID_TO_BIN(?) AND line = ? AND kind = 2",
        release.get(0),
        release.get(1));
    damage.change(
        release.shard(),
        "UPDATE stock SET available = available - ?, reserved = reserved + ?, version = version + 1"
            + " WHERE tenant = ? AND sku = ?",
        release.get(4),
        release.get(4),
        release.get(2),
        release.get(3));
    assertThat(violated(check()))
        .anyMatch(of("orders hold exactly the lines they keep", release.get(0)))
        .anyMatch(of("Elasticsearch = MySQL: stock-movements", release.get(0)));
  }

  @Test
  @Order(9)
  void unitsFromNowhere() throws Exception {
    Damage.Row stock = damage.find("SELECT tenant, sku FROM stock WHERE available > 0 LIMIT 1");
    damage.change(
        stock.shard(),
        "UPDATE stock SET available = available + 1 WHERE tenant = ? AND sku = ?",
        stock.get(0),
        stock.get(1));
    String key = stock.get(0) + "/" + stock.get(1);
    assertThat(violated(check()))
        .anyMatch(of("available + reserved + fulfilled = adjusted", key))
        .anyMatch(of("stock row = its movements", key));
    Reconciliation result = reconcile(true);
    assertThat(result.differences())
        .anyMatch(one -> one.kind() == DifferenceKind.STOCK_NOT_ITS_MOVEMENTS)
        .noneMatch(
            one ->
                result.fixed().contains(one)
                    && one.kind() == DifferenceKind.STOCK_NOT_ITS_MOVEMENTS);
  }

  @Test
  @Order(10)
  void anEventAfterTheLast() throws Exception {
    String id = damage.find(OF_STATUS.formatted("REJECTED", 0)).get(0);
    OrderEvent last = damage.newestEvent(id);
    damage.publish(
        last.toBuilder()
            .setVersion(last.getVersion() + 1)
            .setStatus(OrderStatus.CONFIRMED)
            .build());
    assertThat(violated(check())).anyMatch(of("a terminal status never changes", id));
  }

  @Test
  @Order(11)
  void anEventTwice() throws Exception {
    String id = damage.find(OF_STATUS.formatted("CONFIRMED", 6)).get(0);
    damage.publish(damage.newestEvent(id));
    assertThat(violated(check())).anyMatch(of("versions rise by one, by listed transitions", id));
  }

  /** The difference is found and fixed, and the order is sound again. */
  private void repair(String id, DifferenceKind kind) throws Exception {
    Reconciliation result = reconcile(true);
    assertThat(result.fixed())
        .extracting(Difference::id, Difference::kind)
        .contains(org.assertj.core.groups.Tuple.tuple(id, kind));
    assertThat(violated(check())).noneMatch(line -> line.contains(id));
  }

  private CheckReport check() throws Exception {
    return CheckWiring.of(pipeline.deployment, progress).of(Scope.ALL, Duration.ofSeconds(60));
  }

  private Reconciliation reconcile(boolean fix) throws Exception {
    try (KafkaOrderLog log = new KafkaOrderLog(pipeline.backends.kafka());
        DocumentFacts documents = new DocumentFacts(pipeline.backends.elasticsearch());
        StoreRepairs repairs = new StoreRepairs(pipeline.backends)) {
      return new ReconcileFlow(
              log, new ShardFacts(pipeline.backends), documents, repairs, Pause.system(), progress)
          .run(Scope.ALL, fix);
    }
  }

  private static java.util.function.Predicate<String> of(String claim, String id) {
    return line -> line.startsWith(claim + ": " + id + " ");
  }

  private static List<String> violated(CheckReport report) {
    return report.findings().stream()
        .flatMap(
            finding ->
                finding.examples().stream()
                    .map(e -> finding.invariant().claim() + ": " + e.id() + " " + e.fault()))
        .toList();
  }
}
