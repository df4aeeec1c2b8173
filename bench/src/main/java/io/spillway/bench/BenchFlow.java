package io.spillway.bench;

import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.RowReport;
import io.spillway.bench.core.Sample;
import io.spillway.bench.core.Schedule;
import io.spillway.bench.core.Schedule.Turn;
import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import io.spillway.bench.port.CpuClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Runs one row: warms up, interleaves the contenders over the rounds, accounts processor time. */
public record BenchFlow(BenchConfig config, CpuClock cpu, Consumer<String> say) {
  private static final double MICROS = 1e6;

  /** Runs a row to its end; {@code facts} go into the report beside the row's settings. */
  public RowReport run(BenchRow row, Map<String, String> facts) throws Exception {
    say.accept("row " + row.spec().number() + ": " + row.spec().title());
    try (BenchRow.Open open = row.open()) {
      List<Contender> contenders = open.contenders();
      if (config.warmUp().isPositive()) {
        for (Contender contender : contenders) {
          metered(contender, config.warmUp());
        }
      }
      List<Sample> samples = new ArrayList<>();
      for (Turn turn : Schedule.of(contenders.size(), config.rounds())) {
        Contender contender = contenders.get(turn.contender());
        Measurements figures = metered(contender, config.run());
        samples.add(new Sample(turn.round(), contender.name(), contender.role(), figures));
        say.accept(
            String.format(
                Locale.ROOT,
                "  round %d  %-34s %,14.0f %s/s",
                turn.round(),
                contender.name(),
                figures.get(Measurements.RATE).orElse(0),
                row.spec().operation()));
      }
      Map<String, String> all = new LinkedHashMap<>(facts);
      all.put("seconds", Long.toString(config.run().toSeconds()));
      all.put("rounds", Integer.toString(config.rounds()));
      all.putAll(open.settings());
      return new RowReport(row.spec(), all, samples);
    }
  }

  private Measurements metered(Contender contender, Duration duration) throws Exception {
    try {
      contender.prepare(duration);
      Map<String, Double> before = cpu.seconds();
      Measurements figures = contender.run(duration);
      double operations = Math.max(1, figures.get(Measurements.OPERATIONS).orElse(1));
      for (Map.Entry<String, Double> after : new TreeMap<>(cpu.seconds()).entrySet()) {
        double used = after.getValue() - before.getOrDefault(after.getKey(), 0.0);
        figures = figures.with("cpu µs/op " + after.getKey(), used * MICROS / operations);
      }
      return figures;
    } finally {
      contender.rest();
    }
  }
}
