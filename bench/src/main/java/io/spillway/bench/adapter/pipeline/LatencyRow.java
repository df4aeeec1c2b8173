package io.spillway.bench.adapter.pipeline;

import io.spillway.bench.adapter.http.Percentiles;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.core.Arrivals;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.stack.core.RunMode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Row 10: how soon an accepted order is confirmed, and found by a search. */
public record LatencyRow(Lab lab) implements BenchRow {
  private static final String OURS = "pipeline";
  private static final String EVENT = "event ";
  private static final String SEARCH = "searchable ";
  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int SAMPLED = 10;
  private static final int ASKED_AT_ONCE = 500;
  private static final long ASK_EVERY_MILLIS = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public RowSpec spec() {
    return new RowSpec(
        10,
        "Accepted to confirmed, accepted to searchable",
        "orders",
        List.of(
            "Poisson arrivals of single orders of two lines at half of what the whole pipeline,"
                + " all servers and the generator on one machine, sustained just before. From the"
                + " 202 at the client until a read_committed consumer has the confirmed event, and,"
                + " for every tenth order, until a search finds it confirmed (asked every 50 ms;"
                + " the index refreshes every second)."),
        List.of(
            Goal.atMost(250, OURS, EVENT + "p99 ms"), Goal.atMost(1_300, OURS, SEARCH + "p99 ms")));
  }

  @Override
  public Open open() throws Exception {
    return Calibration.open(lab, RunMode.TOGETHER, OURS, 0.5, LatencyRow::run);
  }

  private static Measurements run(LoadGenerator shop, Duration run, double rate) throws Exception {
    Map<String, Long> accepted = new ConcurrentHashMap<>();
    Map<String, Long> waiting = new ConcurrentHashMap<>();
    Histogram searchable = new Histogram(HIGHEST_MICROS, 3);
    Arrivals arrivals = Arrivals.poisson(rate, run.toMillis() / 1_000.0, System.nanoTime());
    int[] number = {0};
    try (EventWatch events = new EventWatch(shop.pipeline().kafka())) {
      Thread searcher =
          Thread.ofPlatform()
              .name("bench-search")
              .start(() -> search(shop.settled(), waiting, searchable));
      Measurements http =
          shop.customers(
              arrivals,
              answer -> {
                String id = orderId(answer);
                accepted.put(id, System.nanoTime());
                if (number[0]++ % SAMPLED == 0) {
                  waiting.put(id, System.nanoTime());
                }
              });
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while ((events.count() < accepted.size() || !waiting.isEmpty())
          && System.nanoTime() - deadline < 0) {
        TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
      }
      searcher.interrupt();
      searcher.join();
      Histogram confirmed = confirmed(accepted, events.settledNanos());
      return http.with(Percentiles.of(EVENT, confirmed))
          .with(Percentiles.of(SEARCH, searchable))
          .with("never confirmed", accepted.size() - confirmed.getTotalCount())
          .with("never found", waiting.size());
    }
  }

  private static Histogram confirmed(Map<String, Long> accepted, Map<String, Long> settled) {
    Histogram micros = new Histogram(HIGHEST_MICROS, 3);
    accepted.forEach(
        (id, at) -> {
          Long end = settled.get(id);
          if (end != null) {
            micros.recordValue(Math.clamp((end - at) / 1_000, 1, HIGHEST_MICROS));
          }
        });
    return micros;
  }

  private static void search(SettledOrders orders, Map<String, Long> waiting, Histogram micros) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
        List<String> ids = waiting.keySet().stream().limit(ASKED_AT_ONCE).toList();
        if (!ids.isEmpty()) {
          Map<String, Long> asked = new HashMap<>(waiting);
          for (String id : orders.found(ids)) {
            long took = (System.nanoTime() - asked.getOrDefault(id, 0L)) / 1_000;
            micros.recordValue(Math.clamp(took, 1, HIGHEST_MICROS));
            waiting.remove(id);
          }
        }
      }
    } catch (InterruptedException done) {
      // The run is over.
    } catch (IOException e) {
      System.err.println("Elasticsearch could not be asked: " + e);
    }
  }

  /** The id in {@code {"orderId":"…",…}}. */
  static String orderId(String answer) {
    int from = answer.indexOf("\"orderId\":\"") + 11;
    return answer.substring(from, answer.indexOf('"', from));
  }
}
