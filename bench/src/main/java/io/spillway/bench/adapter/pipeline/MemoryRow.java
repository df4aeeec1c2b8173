package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.core.Arrivals;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Row 14: resident memory of the services. */
public record MemoryRow(Lab lab) implements BenchRow {
  private static final String OURS = "pipeline";
  private static final double MIB = 1 << 20;
  private static final long SAMPLE_MILLIS = 250;
  private static final double MOST_MIB = 384;

  @Override
  public RowSpec spec() {
    return new RowSpec(
        14,
        "Memory of the services at half load",
        "orders",
        List.of(
            "The highest resident size of each service, sampled four times a second, under Poisson"
                + " arrivals at half of what the pipeline sustained just before. RocksDB's bounded"
                + " memory is part of it."),
        Arrays.stream(PipelineService.values())
            .map(service -> Goal.atMost(MOST_MIB, OURS, figure(service)))
            .toList());
  }

  @Override
  public Open open() throws Exception {
    return Calibration.open(lab, RunMode.PROCESSES, OURS, 0.5, MemoryRow::run);
  }

  private static Measurements run(LoadGenerator shop, Duration run, double rate) throws Exception {
    Map<PipelineService, Long> highest = new EnumMap<>(PipelineService.class);
    Thread sampler = Thread.ofPlatform().name("bench-memory").start(() -> sample(shop, highest));
    Arrivals arrivals = Arrivals.poisson(rate, run.toMillis() / 1_000.0, System.nanoTime());
    Measurements figures = shop.customers(arrivals, _ -> {});
    sampler.interrupt();
    sampler.join();
    for (Map.Entry<PipelineService, Long> each : highest.entrySet()) {
      figures = figures.with(figure(each.getKey()), each.getValue() / MIB);
    }
    return figures;
  }

  private static void sample(LoadGenerator shop, Map<PipelineService, Long> highest) {
    try {
      while (true) {
        for (PipelineService service : PipelineService.values()) {
          highest.merge(service, shop.pipeline().residentBytes(service), Math::max);
        }
        TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
      }
    } catch (InterruptedException done) {
      // The run is over.
    }
  }

  private static String figure(PipelineService service) {
    return service.serviceName() + " MiB";
  }
}
