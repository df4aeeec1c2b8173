package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.cli.core.DemoPlan;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.stack.port.Pause;
import io.spillway.stack.testing.RecordedProgress;
import io.spillway.verify.CheckWiring;
import io.spillway.verify.ReconcileFlow;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.elastic.DocumentFacts;
import io.spillway.verify.adapter.kafka.KafkaOrderLog;
import io.spillway.verify.adapter.mysql.ShardFacts;
import io.spillway.verify.adapter.repair.StoreRepairs;
import io.spillway.verify.core.CheckReport;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.reconcile.Difference;
import io.spillway.verify.core.reconcile.DifferenceKind;
import io.spillway.verify.core.reconcile.Reconciliation;
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
@Order(2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlantedBugsIT {
  private static final String TENANT = "planted";
  private static final String OF_STATUS =
      "SELECT BIN_TO_UUID(order_id) FROM orders WHERE tenant = 'planted' AND status = '%s'"
          + " ORDER BY order_id LIMIT 1 OFFSET %d";

  private static final String OF_STOCK =
      " FROM stock WHERE tenant = 'planted' AND available > 0 LIMIT 1";

  /** At rest, a second look need not wait as long as among orders that flow. */
  private static final Pause SHORT =
      new Pause() {
        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration.dividedBy(10));
        }

        @Override
        public Duration now() {
          return Pause.system().now();
        }
      };

  private final RecordedProgress progress = SharedPipeline.PROGRESS;
  private Pipeline pipeline;
  private Damage damage;

  @BeforeAll
  void start() throws Exception {
    pipeline = SharedPipeline.get();
    damage = new Damage(pipeline.backends);
    DemoFlow.Outcome outcome = pipeline.run(DemoPlan.of(21, 400, TENANT), UnaryOperator.identity());
    assertThat(outcome.result().faults()).isEmpty();
  }

  @AfterAll
  void stop() {
    if (damage != null) {
      damage.close();
    }
  }

  @Test
  @Order(1)
  void aSoundPipelineBreaksNothing() throws Exception {
    int orders = damage.orders();
    assertThat(orders).isGreaterThanOrEqualTo(400);
    CheckReport report = check();
    assertThat(violated(report)).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.findings())
        .filteredOn(finding -> finding.invariant().number() == 6)
        .allMatch(finding -> finding.examined() == orders);
    assertThat(reconcile(false).differences()).isEmpty();
  }

  /** All at once: each check waits until the pipeline rests. */
  @Test
  @Order(2)
  void whatCanBeRepairedIsFoundAndRepaired() throws Exception {
    String stale = order("CONFIRMED", 0).get(0);
    damage.makeStale(stale, 1);
    String changed = order("CONFIRMED", 1).get(0);
    damage.changeDocument(changed, "contentHash", "0000000000000000");
    String withoutRow = RoutedId.ofOrder(TENANT, "nobody", "nothing").toString();
    damage.copyDocument(order("CONFIRMED", 2).get(0), withoutRow);
    Damage.Row row = order("CONFIRMED", 3);
    String gone = row.get(0);
    String content = damage.document(gone).path("_source").path("contentHash").asText();
    damage.change(row.shard(), "DELETE FROM orders WHERE order_id = UUID_TO_BIN(?)", gone);

    assertThat(violated(check()))
        .anyMatch(of("Elasticsearch = MySQL: orders", stale))
        .anyMatch(of("Elasticsearch = MySQL: orders", changed))
        .anyMatch(of("Elasticsearch = MySQL: orders", withoutRow))
        .anyMatch(of("accepted = created = order rows", gone));

    assertThat(reconcile(true).fixed())
        .extracting(Difference::id, Difference::kind)
        .contains(
            tuple(stale, DifferenceKind.STALE_DOCUMENT),
            tuple(changed, DifferenceKind.OTHER_CONTENT),
            tuple(withoutRow, DifferenceKind.DOCUMENT_WITHOUT_ROW),
            tuple(gone, DifferenceKind.ROW_BEHIND_EVENT));
    // These orders are sound again.
    List<String> repaired = List.of(stale, changed, withoutRow, gone);
    assertThat(violated(check())).noneMatch(line -> repaired.stream().anyMatch(line::contains));
    assertThat(damage.document(gone).path("_source").path("contentHash").asText())
        .as("written as the order store wrote it")
        .isEqualTo(content);
  }

  @Test
  @Order(3)
  void aStatusChangedInItsRowAndALineReservedTwice() throws Exception {
    Damage.Row row = order("CONFIRMED", 4);
    damage.change(
        row.shard(),
        "UPDATE orders SET status = 'CANCELLED' WHERE order_id = UUID_TO_BIN(?)",
        row.get(0));
    String twice = order("CONFIRMED", 5).get(0);
    reserveOnce(twice);
    assertThat(violated(check()))
        .anyMatch(of("order row = newest event", row.get(0)))
        .anyMatch(of("orders hold exactly the lines they keep", row.get(0)))
        .anyMatch(of("orders hold exactly the lines they keep", twice))
        .noneMatch(line -> line.startsWith("stock row = its movements"));
  }

  @Test
  @Order(4)
  void aReleaseThatNeverHappenedAnEventAfterTheLastAndAnEventTwice() throws Exception {
    String ended = order("REJECTED", 0).get(0);
    String twice = order("CONFIRMED", 6).get(0);
    Damage.Row release =
        damage.find(
            "SELECT BIN_TO_UUID(ref), line, tenant, sku, quantity FROM stock_movement"
                + " WHERE kind = 2 AND outcome = 0 AND tenant = 'planted'"
                + " AND ref <> UUID_TO_BIN('%s') LIMIT 1".formatted(ended));
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
    OrderEvent last = damage.newestEvent(ended);
    damage.publish(
        last.toBuilder()
            .setVersion(last.getVersion() + 1)
            .setStatus(OrderStatus.CONFIRMED)
            .build());
    damage.publish(damage.newestEvent(twice));
    assertThat(violated(check()))
        .anyMatch(of("orders hold exactly the lines they keep", release.get(0)))
        .anyMatch(of("Elasticsearch = MySQL: stock-movements", release.get(0)))
        .anyMatch(of("a terminal status never changes", ended))
        .anyMatch(of("versions rise by one, by listed transitions", twice));
  }

  @Test
  @Order(5)
  void unitsFromNowhere() throws Exception {
    Damage.Row stock = damage.find("SELECT tenant, sku" + OF_STOCK);
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

  /** One line more of an order takes a unit, as if it was its own. */
  private void reserveOnce(String id) throws Exception {
    Damage.Row stock = damage.find("SELECT tenant, sku, slot, available, reserved" + OF_STOCK);
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
  }

  private Damage.Row order(String status, int number) throws Exception {
    return damage.find(OF_STATUS.formatted(status, number));
  }

  private CheckReport check() throws Exception {
    return CheckWiring.of(pipeline.deployment, progress).of(Scope.ALL, Duration.ofSeconds(60));
  }

  private Reconciliation reconcile(boolean fix) throws Exception {
    try (KafkaOrderLog log = new KafkaOrderLog(BackendConfigs.kafka(pipeline.backends));
        DocumentFacts documents = new DocumentFacts(BackendConfigs.elastic(pipeline.backends));
        StoreRepairs repairs = new StoreRepairs(pipeline.backends)) {
      return new ReconcileFlow(
              log, new ShardFacts(pipeline.backends), documents, repairs, SHORT, progress)
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
