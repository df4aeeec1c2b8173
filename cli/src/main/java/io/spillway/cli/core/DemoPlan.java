package io.spillway.cli.core;

import io.spillway.operate.core.Zipf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The orders and the opening stock of a demo. The same seed, count and tenant make the same plan.
 *
 * <p>Each of the five hottest SKUs gets a twentieth less than its demand, so that some orders must
 * be refused whatever the order of arrival; every other SKU has enough.
 *
 * @param tenant owns all of it, so that a run counts only its own
 * @param stock units to open per SKU
 */
public record DemoPlan(String tenant, List<DemoOrder> orders, Map<String, Integer> stock) {
  static final int SKUS = 500;
  static final int HOT_SKUS = 5;
  private static final int MAX_LINES = 5;
  private static final int MAX_QUANTITY = 3;
  private static final double ZIPF_EXPONENT = 0.9;
  private static final int ORDERS_PER_CUSTOMER = 5;
  private static final List<String> COUNTRIES =
      List.of("Germany", "France", "Spain", "Italy", "Poland", "Netherlands");

  public DemoPlan {
    orders = List.copyOf(orders);
    stock = Map.copyOf(stock);
  }

  public static DemoPlan of(long seed, int orders, String tenant) {
    SplittableRandom random = new SplittableRandom(seed);
    Zipf skus = new Zipf(SKUS, ZIPF_EXPONENT);
    int customers = Math.max(1, orders / ORDERS_PER_CUSTOMER);
    List<DemoOrder> drawn = new ArrayList<>(orders);
    Map<String, Integer> demand = new TreeMap<>();
    for (int i = 0; i < orders; i++) {
      DemoOrder order = order(random, skus, tenant, customers, i);
      drawn.add(order);
      order.lines().forEach(line -> demand.merge(line.sku(), line.quantity(), Integer::sum));
    }
    return new DemoPlan(tenant, drawn, stock(demand));
  }

  public int lineCount() {
    return orders.stream().mapToInt(order -> order.lines().size()).sum();
  }

  static String sku(int rank) {
    return String.format(Locale.ROOT, "SKU-%03d", rank);
  }

  private static DemoOrder order(
      RandomGenerator random, Zipf skus, String tenant, int customers, int index) {
    int count = 1 + random.nextInt(MAX_LINES);
    List<DemoOrder.Line> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int rank = skus.draw(random);
      // A price that only depends on the product, 1.99 to 49.98.
      long unitAmount = 199 + rank * 37L % 4_800;
      lines.add(new DemoOrder.Line(sku(rank), 1 + random.nextInt(MAX_QUANTITY), unitAmount));
    }
    return new DemoOrder(
        String.format(Locale.ROOT, "%s-%06d", tenant, index),
        tenant,
        String.format(Locale.ROOT, "customer-%05d", random.nextInt(customers)),
        "EUR",
        lines,
        Map.of("country", COUNTRIES.get(random.nextInt(COUNTRIES.size()))));
  }

  private static Map<String, Integer> stock(Map<String, Integer> demand) {
    Map<String, Integer> stock = new TreeMap<>();
    for (int rank = 0; rank < SKUS; rank++) {
      int wanted = demand.getOrDefault(sku(rank), 0);
      int units = rank < HOT_SKUS ? wanted - (wanted + 19) / 20 : wanted + 10;
      stock.put(sku(rank), Math.max(1, units));
    }
    return stock;
  }
}
