package io.spillway.bench.adapter.http;

import java.util.SplittableRandom;

/** Orders as the API takes them. Not thread-safe. */
public final class OrderBodies {
  private final SplittableRandom random;
  private final int skus;
  private final int lines;
  private final String keyPrefix;
  private long next;

  /** Orders of two lines. */
  public OrderBodies(int skus, long seed) {
    this(skus, 2, seed);
  }

  /** SKUs are drawn evenly from {@code SKU-000000} on; keys begin with a run's prefix. */
  public OrderBodies(int skus, int lines, long seed) {
    this.skus = skus;
    this.lines = lines;
    this.random = new SplittableRandom(seed);
    this.keyPrefix = "bench-" + Long.toHexString(random.nextLong()) + "-";
  }

  /** A key that was never used before. */
  public String key() {
    return keyPrefix + next++;
  }

  /** One order. */
  public String order() {
    return "{" + fields() + "}";
  }

  /** One order as a line of a batch. */
  public String line() {
    return "{\"idempotencyKey\":\"" + key() + "\"," + fields() + "}\n";
  }

  private String fields() {
    StringBuilder fields = new StringBuilder("\"customerId\":\"c-");
    fields.append(random.nextInt(100_000)).append("\",\"currency\":\"EUR\",\"lines\":[");
    for (int line = 0; line < lines; line++) {
      fields.append(line == 0 ? "" : ",").append(orderLine());
    }
    return fields.append("],\"attributes\":{\"country\":\"DE\"}").toString();
  }

  private String orderLine() {
    return "{\"sku\":\""
        + sku(random.nextInt(skus))
        + "\",\"quantity\":1,\"unitAmount\":"
        + (100 + random.nextInt(9_900))
        + "}";
  }

  /** The name of a SKU. */
  public static String sku(int number) {
    String digits = Integer.toString(number);
    return "SKU-" + "0".repeat(Math.max(0, 6 - digits.length())) + digits;
  }
}
