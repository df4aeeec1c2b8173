package io.spillway.verify.core;

import java.util.List;

/** An invariant that is judged over sums, counters or samples. */
public record Claim(int number, String claim) implements Invariant {
  public static final Claim LINES = new Claim(7, "Elasticsearch = MySQL: order-lines");
  public static final Claim MOVEMENTS = new Claim(7, "Elasticsearch = MySQL: stock-movements");
  public static final Claim BALANCES =
      new Claim(10, "consumed = processed + duplicate + dead-lettered");
  public static final Claim ANSWERS = new Claim(0, "API = MySQL: orders and stock");
  public static final Claim DEAD_LETTERS = new Claim(0, "no dead letter left an order behind");

  static final List<Claim> ALL = List.of(LINES, MOVEMENTS, BALANCES, ANSWERS, DEAD_LETTERS);
}
