package io.spillway.faults.core;

import io.spillway.operate.core.Zipf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The orders of a run, drawn by index. A few products are scarce and sell out, the others are
 * plenty. Thread-safe: draws share nothing.
 */
public final class OrderMix {
  static final int SKUS = 400;
  private static final int SCARCE_EVERY = 40;
  private static final int SCARCE_UNITS = 300;
  private static final int PLENTY_UNITS = 50_000_000;
  private static final int MAX_LINES = 4;
  private static final int CUSTOMERS = 20_000;
  private static final double ZIPF_EXPONENT = 0.7;

  private final long seed;
  private final String tenant;
  private final boolean lifecycle;
  private final Zipf skus = new Zipf(SKUS, ZIPF_EXPONENT);

  /** {@code lifecycle} false draws plain orders only. */
  public OrderMix(long seed, String tenant, boolean lifecycle) {
    this.seed = seed;
    this.tenant = tenant;
    this.lifecycle = lifecycle;
  }

  public String tenant() {
    return tenant;
  }

  /** Units to open per SKU. */
  public Map<String, Integer> stock() {
    Map<String, Integer> stock = new TreeMap<>();
    for (int rank = 0; rank < SKUS; rank++) {
      stock.put(sku(rank), rank % SCARCE_EVERY == SCARCE_EVERY - 1 ? SCARCE_UNITS : PLENTY_UNITS);
    }
    return stock;
  }

  /** The product that most orders ask for, from rank 0 on. */
  public static String sku(int rank) {
    return String.format(Locale.ROOT, "F-%03d", rank);
  }

  public ScenarioOrder order(int index) {
    SplittableRandom random = new SplittableRandom(seed ^ (index * 0x9E3779B97F4A7C15L));
    int count = 1 + random.nextInt(MAX_LINES);
    List<ScenarioOrder.Line> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int rank = skus.draw(random);
      lines.add(new ScenarioOrder.Line(sku(rank), 1 + random.nextInt(3), 199 + rank * 37L % 4_800));
    }
    OrderScenario life = lifecycle ? life(random) : OrderScenario.PLAIN;
    return new ScenarioOrder(
        index,
        tenant,
        "customer-" + random.nextInt(CUSTOMERS),
        lines,
        life,
        lifecycle && random.nextInt(100) < 10,
        random.nextInt(100) < 4,
        random.nextInt(100) < 2);
  }

  /** Two thirds are plain; the others share the rest. */
  private static OrderScenario life(RandomGenerator random) {
    if (random.nextInt(100) < 66) {
      return OrderScenario.PLAIN;
    }
    OrderScenario[] others = OrderScenario.values();
    return others[1 + random.nextInt(others.length - 1)];
  }
}
