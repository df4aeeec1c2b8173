package io.spillway.verify.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the balances in a service's metrics, which are in Prometheus' text format. */
public final class CounterBalances {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_]+)(?:\\{([^}]*)\\})? ([0-9.eE+-]+|NaN)(?: .*)?");
  private static final Pattern LOOP = Pattern.compile("(?:^|,)loop=\"([^\"]*)\"");

  /** The total, then its parts; each also once for every loop, where loops are told apart. */
  private static final List<List<String>> EQUATIONS =
      List.of(
          List.of(
              "spillway_loop_consumed_total",
              "spillway_loop_processed_total",
              "spillway_loop_dead_lettered_total",
              "spillway_loop_returned_total",
              "spillway_loop_queued"),
          List.of(
              "spillway_order_consumed_total",
              "spillway_order_processed_total",
              "spillway_order_duplicate_total",
              "spillway_order_dead_lettered_total"),
          List.of(
              "spillway_inventory_availability_consumed_total",
              "spillway_inventory_availability_told_total",
              "spillway_inventory_availability_untold_total",
              "spillway_inventory_availability_stale_total",
              "spillway_inventory_availability_dead_lettered_total"));

  private CounterBalances() {}

  /** Every balance whose total the service counts. */
  public static List<StoreFacts.Balance> of(String service, String metrics) {
    Map<String, Map<String, Double>> samples = read(metrics);
    List<StoreFacts.Balance> balances = new ArrayList<>();
    for (List<String> equation : EQUATIONS) {
      Map<String, Double> totals = samples.getOrDefault(equation.getFirst(), Map.of());
      totals.forEach(
          (loop, total) -> {
            double parts = 0;
            for (String part : equation.subList(1, equation.size())) {
              parts += samples.getOrDefault(part, Map.of()).getOrDefault(loop, 0.0);
            }
            balances.add(new StoreFacts.Balance(name(service, loop), text(equation), total, parts));
          });
    }
    return balances;
  }

  /** Samples by the metric's name and the loop's, which is empty where loops are not told apart. */
  static Map<String, Map<String, Double>> read(String metrics) {
    Map<String, Map<String, Double>> samples = new HashMap<>();
    metrics
        .lines()
        .forEach(
            line -> {
              Matcher sample = SAMPLE.matcher(line);
              if (sample.matches()) {
                String labels = sample.group(2) == null ? "" : sample.group(2);
                Matcher loop = LOOP.matcher(labels);
                samples
                    .computeIfAbsent(sample.group(1), _ -> new TreeMap<>())
                    .merge(
                        loop.find() ? loop.group(1) : "",
                        Double.parseDouble(sample.group(3)),
                        Double::sum);
              }
            });
    return samples;
  }

  private static String name(String service, String loop) {
    return loop.isEmpty() ? service : service + "/" + loop;
  }

  private static String text(List<String> equation) {
    List<String> words =
        equation.stream()
            .map(name -> name.replaceAll("^spillway_(loop_|order_)?|_total$", ""))
            .toList();
    return words.getFirst() + " = " + String.join(" + ", words.subList(1, words.size()));
  }
}
