package io.spillway.cli.core;

import io.spillway.verify.core.OrderFacts;
import io.spillway.verify.core.StockLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Compares what a demo sent with what the stores hold: order by order, line by line and unit by
 * unit. Pure.
 */
public final class DemoAudit {
  private static final int EXAMPLES = 3;

  private final DemoPlan plan;
  private final DemoEvidence evidence;
  private final List<String> faults = new ArrayList<>();

  private DemoAudit(DemoPlan plan, DemoEvidence evidence) {
    this.plan = plan;
    this.evidence = evidence;
  }

  public static DemoResult of(DemoPlan plan, DemoEvidence evidence) {
    return new DemoAudit(plan, evidence).run();
  }

  /**
   * How many of the plan's SKUs hold what their orders leave. Fewer than all for a while after the
   * orders are settled: what a rejected order had of other SKUs is given back behind its rejection.
   */
  public static long balanced(DemoPlan plan, DemoEvidence evidence) {
    DemoAudit audit = new DemoAudit(plan, evidence);
    Map<String, Long> promised = audit.promised();
    return plan.stock().keySet().stream().filter(sku -> audit.balances(sku, promised)).count();
  }

  private DemoResult run() {
    int accepted = evidence.accepted().size();
    int sent = plan.orders().size();
    if (accepted != sent) {
      faults.add(sent + " orders sent, but " + accepted + " distinct ids accepted");
    }
    compareRows();
    compareDocuments();
    long mysqlLines = lines(evidence.mysql());
    compareLines(mysqlLines);
    int oversold = compareStock();
    return new DemoResult(
        sent,
        accepted,
        count("CONFIRMED"),
        count("REJECTED"),
        evidence.mysql().size(),
        mysqlLines,
        evidence.elasticsearch().size(),
        evidence.elasticsearchLines(),
        oversold,
        faults);
  }

  private void compareRows() {
    List<String> missing = new ArrayList<>();
    List<String> unsettled = new ArrayList<>();
    List<String> otherLines = new ArrayList<>();
    evidence
        .accepted()
        .forEach(
            (id, order) -> {
              OrderFacts row = evidence.mysql().get(id);
              if (row == null) {
                missing.add(id);
              } else if (!row.confirmed() && !row.status().equals("REJECTED")) {
                unsettled.add(id + " is " + row.status());
              } else if (row.lineCount() != order.lines().size()) {
                otherLines.add(id);
              }
            });
    report("accepted orders are not in MySQL", missing);
    report("orders are neither CONFIRMED nor REJECTED", unsettled);
    report("orders have a different number of lines in MySQL than sent", otherLines);
    report(
        "orders in MySQL were never accepted",
        evidence.mysql().keySet().stream()
            .filter(id -> !evidence.accepted().containsKey(id))
            .toList());
  }

  private void compareDocuments() {
    List<String> missing = new ArrayList<>();
    List<String> differing = new ArrayList<>();
    evidence
        .mysql()
        .forEach(
            (id, row) -> {
              OrderFacts document = evidence.elasticsearch().get(id);
              if (document == null) {
                missing.add(id);
              } else if (!document.equals(row)) {
                differing.add(id + " is " + row + " in MySQL and " + document);
              }
            });
    report("orders are not in Elasticsearch", missing);
    report("orders differ between MySQL and Elasticsearch", differing);
    report(
        "orders are in Elasticsearch only",
        evidence.elasticsearch().keySet().stream()
            .filter(id -> !evidence.mysql().containsKey(id))
            .toList());
  }

  private void compareLines(long mysqlLines) {
    if (mysqlLines != evidence.elasticsearchLines()) {
      faults.add(
          "MySQL has "
              + mysqlLines
              + " order lines, Elasticsearch "
              + evidence.elasticsearchLines());
    }
  }

  private int compareStock() {
    Map<String, Long> promised = promised();
    TreeSet<String> skus = new TreeSet<>(plan.stock().keySet());
    skus.addAll(evidence.stock().keySet());
    List<String> wrong = new ArrayList<>();
    for (String sku : skus) {
      if (!balances(sku, promised)) {
        StockLevel level = evidence.stock().get(sku);
        wrong.add(
            String.format(
                Locale.ROOT,
                "%s: %d opened, %d promised, but %s",
                sku,
                plan.stock().getOrDefault(sku, 0),
                promised.getOrDefault(sku, 0L),
                level == null ? "no stock row" : level));
      }
    }
    report("SKUs do not balance", wrong);
    return wrong.size();
  }

  private boolean balances(String sku, Map<String, Long> promised) {
    StockLevel level = evidence.stock().get(sku);
    return level != null
        && level.available() >= 0
        && level.reserved() == promised.getOrDefault(sku, 0L)
        && level.available() + level.reserved() == plan.stock().getOrDefault(sku, 0);
  }

  /** Units per SKU of the orders that MySQL says are confirmed. */
  private Map<String, Long> promised() {
    Map<String, Long> units = new HashMap<>();
    evidence
        .accepted()
        .forEach(
            (id, order) -> {
              OrderFacts row = evidence.mysql().get(id);
              if (row != null && row.confirmed()) {
                order
                    .lines()
                    .forEach(line -> units.merge(line.sku(), (long) line.quantity(), Long::sum));
              }
            });
    return units;
  }

  private int count(String status) {
    return (int)
        evidence.mysql().values().stream().filter(row -> row.status().equals(status)).count();
  }

  private static long lines(Map<String, OrderFacts> orders) {
    return orders.values().stream().mapToLong(OrderFacts::lineCount).sum();
  }

  private void report(String what, List<String> cases) {
    if (!cases.isEmpty()) {
      List<String> examples = cases.subList(0, Math.min(EXAMPLES, cases.size()));
      String more = cases.size() > EXAMPLES ? ", ..." : "";
      faults.add(cases.size() + " " + what + ": " + String.join(", ", examples) + more);
    }
  }
}
