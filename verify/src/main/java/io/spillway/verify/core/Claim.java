package io.spillway.verify.core;

import java.util.List;

/** An invariant that is judged over sums or counters, and every invariant that is reported. */
public record Claim(int number, String claim) implements Invariant {
  public static final Claim LINES = new Claim(7, "Elasticsearch = MySQL: order-lines");
  public static final Claim MOVEMENTS = new Claim(7, "Elasticsearch = MySQL: stock-movements");
  public static final Claim BALANCES =
      new Claim(10, "consumed = processed + duplicate + dead-lettered");
  public static final Claim ANSWERS = new Claim(0, "API = MySQL: orders and stock");
  public static final Claim DEAD_LETTERS = new Claim(0, "no dead letter left an order behind");

  /** Those judged SKU by SKU. */
  public static final List<Invariant.OfStock> OF_STOCK =
      List.of(new StockBalances(), new StockRowIsItsMovements(), new StockDocumentsMatch());

  /** The rest. */
  static final List<Claim> OTHERS = List.of(LINES, MOVEMENTS, BALANCES, ANSWERS, DEAD_LETTERS);
}
