package io.spillway.cli.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.verify.core.OrderFacts;
import io.spillway.verify.core.StockLevel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every count that can disagree must make the verdict say so. */
class DemoAuditTest {
  private static final DemoOrder KEPT = order("a", 2);
  private static final DemoOrder LOST = order("b", 9);
  private static final DemoPlan PLAN = new DemoPlan("demo", List.of(KEPT, LOST), Map.of("S", 10));

  private final Map<String, DemoOrder> accepted = new HashMap<>(Map.of("1", KEPT, "2", LOST));
  private final Map<String, OrderFacts> mysql = new HashMap<>();
  private final Map<String, OrderFacts> elastic = new HashMap<>();
  private final Map<String, StockLevel> stock = new HashMap<>();
  private long elasticLines = 2;

  DemoAuditTest() {
    mysql.put("1", new OrderFacts("CONFIRMED", 2, 1));
    mysql.put("2", new OrderFacts("REJECTED", 2, 1));
    elastic.putAll(mysql);
    stock.put("S", new StockLevel(8, 2));
  }

  @Test
  void agreementIsOk() {
    DemoResult result = audit();
    assertThat(result.faults()).isEmpty();
    assertThat(result.ok()).isTrue();
    assertThat(result.accepted()).isEqualTo(2);
    assertThat(result.confirmed()).isEqualTo(1);
    assertThat(result.rejected()).isEqualTo(1);
    assertThat(result.mysqlOrders()).isEqualTo(2);
    assertThat(result.elasticsearchOrders()).isEqualTo(2);
    assertThat(result.elasticsearchLines()).isEqualTo(2);
    assertThat(result.oversold()).isZero();
  }

  @Test
  void anOrderThatWasNotAccepted() {
    accepted.remove("2");
    mysql.remove("2");
    elastic.remove("2");
    elasticLines = 1;
    assertFault("2 orders sent, but 1");
  }

  @Test
  void anAcceptedOrderWithoutARow() {
    mysql.remove("2");
    elastic.remove("2");
    elasticLines = 1;
    assertFault("1 accepted orders are not in MySQL: 2");
  }

  @Test
  void aRowThatNobodyAccepted() {
    mysql.put("3", new OrderFacts("REJECTED", 2, 1));
    elastic.put("3", new OrderFacts("REJECTED", 2, 1));
    elasticLines = 3;
    assertFault("1 orders in MySQL were never accepted: 3");
  }

  @Test
  void anOrderThatIsNotSettled() {
    mysql.put("2", new OrderFacts("RESERVING", 1, 1));
    elastic.put("2", new OrderFacts("RESERVING", 1, 1));
    assertFault("neither CONFIRMED nor REJECTED: 2 is RESERVING");
  }

  @Test
  void anOrderWithOtherLines() {
    mysql.put("2", new OrderFacts("REJECTED", 2, 4));
    elastic.put("2", new OrderFacts("REJECTED", 2, 4));
    elasticLines = 5;
    assertFault("a different number of lines");
  }

  @Test
  void aMissingDocument() {
    elastic.remove("1");
    assertFault("1 orders are not in Elasticsearch: 1");
  }

  @Test
  void aDocumentOfAnotherVersion() {
    elastic.put("1", new OrderFacts("CONFIRMED", 1, 1));
    assertFault("differ between MySQL and Elasticsearch");
  }

  @Test
  void aDocumentOfAnotherStatus() {
    elastic.put("1", new OrderFacts("REJECTED", 2, 1));
    assertFault("differ between MySQL and Elasticsearch");
  }

  @Test
  void aDocumentWithoutARow() {
    elastic.put("3", new OrderFacts("REJECTED", 2, 1));
    assertFault("1 orders are in Elasticsearch only: 3");
  }

  @Test
  void anotherNumberOfLineDocuments() {
    elasticLines = 3;
    assertFault("MySQL has 2 order lines, Elasticsearch 3");
  }

  @Test
  void aSkuBelowZero() {
    stock.put("S", new StockLevel(-1, 2));
    assertOversold();
  }

  @Test
  void unitsThatAppeared() {
    stock.put("S", new StockLevel(9, 2));
    assertOversold();
  }

  @Test
  void unitsHeldForNobody() {
    stock.put("S", new StockLevel(5, 5));
    assertOversold();
  }

  @Test
  void unitsPromisedButNotHeld() {
    stock.put("S", new StockLevel(10, 0));
    assertOversold();
  }

  @Test
  void aStockRowThatIsMissing() {
    stock.clear();
    assertOversold();
  }

  @Test
  void aStockRowThatNobodyOpened() {
    stock.put("T", new StockLevel(1, 0));
    assertOversold();
  }

  @Test
  void stockThatIsStillToBeGivenBackIsNotInBalance() {
    assertThat(DemoAudit.balanced(PLAN, evidence())).isEqualTo(PLAN.stock().size());
    StockLevel level = stock.get("S");
    stock.put("S", new StockLevel(level.available() - 1, level.reserved() + 1));
    assertThat(DemoAudit.balanced(PLAN, evidence())).isEqualTo(PLAN.stock().size() - 1);
  }

  private void assertOversold() {
    assertFault("1 SKUs do not balance");
    assertThat(audit().oversold()).isEqualTo(1);
  }

  private void assertFault(String words) {
    DemoResult result = audit();
    assertThat(result.ok()).isFalse();
    assertThat(result.faults()).anySatisfy(fault -> assertThat(fault).contains(words));
  }

  private DemoResult audit() {
    return DemoAudit.of(PLAN, evidence());
  }

  private DemoEvidence evidence() {
    return new DemoEvidence(accepted, mysql, elastic, elasticLines, stock);
  }

  private static DemoOrder order(String key, int quantity) {
    return new DemoOrder(
        key, "demo", "c", "EUR", List.of(new DemoOrder.Line("S", quantity, 100)), Map.of());
  }
}
