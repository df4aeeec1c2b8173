package io.spillway.faults.core;

import java.util.Map;
import java.util.TreeSet;

/**
 * The stock against what was opened, what moved and what orders hold.
 *
 * @param oversold SKUs with more promised than there was
 */
public record StockAudit(long oversold, ClientFindings findings) {

  /**
   * One SKU, from three sides.
   *
   * @param available of the stock row
   * @param reserved of the stock row
   * @param adjusted sum of applied adjustments
   * @param held applied reservations less releases and fulfilments
   * @param fulfilled applied fulfilments
   * @param ordered units kept by orders that are confirmed
   * @param handed units kept by orders that are fulfilled
   */
  public record Sku(
      long available,
      long reserved,
      long adjusted,
      long held,
      long fulfilled,
      long ordered,
      long handed) {}

  public static StockAudit of(Map<String, Integer> opened, Map<String, Sku> found) {
    ClientFindings findings = new ClientFindings();
    TreeSet<String> skus = new TreeSet<>(opened.keySet());
    skus.addAll(found.keySet());
    long oversold = 0;
    for (String name : skus) {
      long units = opened.getOrDefault(name, 0);
      Sku sku = found.get(name);
      if (sku == null) {
        findings.add("a SKU has no stock row", name);
        continue;
      }
      if (sku.available() < 0 || sku.ordered() + sku.handed() > units) {
        findings.add("a SKU is oversold", name + " " + sku);
        oversold++;
      }
      require(findings, "adjustments are not what was opened", name, sku, sku.adjusted() == units);
      require(findings, "a stock row is not the sum of its movements", name, sku, balances(sku));
      require(findings, "orders hold other than is reserved", name, sku, agrees(sku));
    }
    return new StockAudit(oversold, findings);
  }

  private static boolean balances(Sku sku) {
    return sku.available() + sku.held() + sku.fulfilled() == sku.adjusted()
        && sku.reserved() == sku.held();
  }

  private static boolean agrees(Sku sku) {
    return sku.reserved() == sku.ordered() && sku.fulfilled() == sku.handed();
  }

  private static void require(
      ClientFindings findings, String what, String name, Sku sku, boolean holds) {
    if (!holds) {
      findings.add(what, name + " " + sku);
    }
  }

  /** Whether every unit is accounted for. */
  public boolean holds() {
    return findings.isEmpty();
  }
}
