package io.spillway.verify.core;

import io.spillway.verify.core.footprint.Footprint;
import java.util.Map;
import java.util.TreeMap;

/** Finds what batch loops count in a service's metrics, which are in Prometheus' text format. */
public final class LoopBatches {
  private static final String SUMMARY = "spillway_loop_batch_records";

  private LoopBatches() {}

  /** The batches of each loop, and the records in them, as counters of a footprint. */
  public static Map<String, Long> of(String metrics) {
    Map<String, Map<String, Double>> samples = CounterBalances.read(metrics);
    Map<String, Long> counters = new TreeMap<>();
    samples
        .getOrDefault(SUMMARY + "_count", Map.of())
        .forEach((loop, batches) -> counters.put(Footprint.BATCHES + loop, Math.round(batches)));
    samples
        .getOrDefault(SUMMARY + "_sum", Map.of())
        .forEach((loop, records) -> counters.put(Footprint.BATCHED + loop, Math.round(records)));
    return counters;
  }
}
