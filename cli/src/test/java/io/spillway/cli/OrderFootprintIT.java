package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.cli.core.DemoOrder;
import io.spillway.cli.core.DemoPlan;
import io.spillway.verify.FootprintWiring;
import io.spillway.verify.core.footprint.Footprint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * What an order costs is decided by how much it causes, and unlike time that is the same on every
 * machine. Row 16 of the benchmarks has the same counts.
 */
@Order(5)
class OrderFootprintIT {
  /**
   * Intake, two events, a command and an outcome for each of some 2.4 partitions of stock, a state
   * for each of these steps, change rows, and its share of the stock's availability.
   */
  private static final double MAX_RECORDS = 23;

  /** The order's row once, its three movements, and its share of the stock rows of a batch. */
  private static final double MAX_CHANGE_ROWS = 6.5;

  /** The order and its three lines once, and its share of the SKUs' documents. */
  private static final double MAX_DOCUMENTS = 5.2;

  private static final String TENANT = "it-footprint";
  private static final int ORDERS = 3_000;
  private static final int LINES = 3;
  private static final int SKUS = 500;
  private static final int UNITS = 1_000_000;
  private static final Duration SETTLE = Duration.ofMinutes(3);

  @Test
  void anOrderOfThreeLinesUnderABacklogKeepsToItsLimits() throws Exception {
    Pipeline pipeline = SharedPipeline.get();
    Map<String, Integer> stock = new TreeMap<>();
    for (int sku = 0; sku < SKUS; sku++) {
      stock.put(sku(sku), UNITS);
    }
    pipeline.run(new DemoPlan(TENANT, List.of(), stock), UnaryOperator.identity());

    // Sent in a second or two, which is faster than they are settled.
    DemoPlan plan = new DemoPlan(TENANT, orders(), Map.of());
    Footprint footprint =
        new FootprintWiring(pipeline.deployment)
            .of(() -> pipeline.run(plan, UnaryOperator.identity()).result().confirmed(), SETTLE);

    assertThat(footprint.orders()).isEqualTo(ORDERS);
    SoftAssertions limits = new SoftAssertions();
    String all = text(footprint);
    limits.assertThat(footprint.records()).as("records: %s", all).isLessThanOrEqualTo(MAX_RECORDS);
    limits
        .assertThat(footprint.changeRows())
        .as("change rows: %s", all)
        .isLessThanOrEqualTo(MAX_CHANGE_ROWS);
    limits
        .assertThat(footprint.documents())
        .as("documents: %s", all)
        .isLessThanOrEqualTo(MAX_DOCUMENTS);
    limits.assertAll();
  }

  private static List<DemoOrder> orders() {
    SplittableRandom random = new SplittableRandom(16);
    List<DemoOrder> orders = new ArrayList<>();
    for (int number = 0; number < ORDERS; number++) {
      List<DemoOrder.Line> lines = new ArrayList<>();
      for (int line = 0; line < LINES; line++) {
        lines.add(new DemoOrder.Line(sku(random.nextInt(SKUS)), 1, 990));
      }
      orders.add(
          new DemoOrder(
              "footprint-" + number,
              TENANT,
              "customer-" + number,
              "EUR",
              lines,
              Map.of("country", "Germany")));
    }
    return orders;
  }

  private static String sku(int number) {
    return String.format(Locale.ROOT, "SKU-%03d", number);
  }

  /** A line for each counter, an order's share in it. */
  private static String text(Footprint footprint) {
    StringBuilder text = new StringBuilder();
    footprint
        .perOrder()
        .forEach((name, each) -> text.append(String.format(Locale.ROOT, "%n%8.3f %s", each, name)));
    footprint
        .batchRecords()
        .forEach(
            (loop, mean) ->
                text.append(String.format(Locale.ROOT, "%n%8.1f records a batch, %s", mean, loop)));
    return text.toString();
  }
}
