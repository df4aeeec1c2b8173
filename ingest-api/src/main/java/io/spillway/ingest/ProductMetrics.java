package io.spillway.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.core.ProductChange;
import io.spillway.ingest.port.WriteException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What became of the products' reads and writes: {@code reads = answered{memory, redis, mysql,
 * stale} + unanswered}, once none waits. Loads are what the caches asked for themselves: fewer than
 * answers, since many readers share one. Thread-safe.
 */
public final class ProductMetrics {
  private final MeterRegistry registry;
  private final Counter reads;
  private final Counter stale;
  private final Counter unanswered;
  private final Counter shared;
  private final Counter failedLoads;
  private final Counter changes;
  private final Counter gaps;
  private final Map<ProductAnswer.Level, Counter> answered =
      new EnumMap<>(ProductAnswer.Level.class);
  private final Map<ProductAnswer.Level, Counter> loads = new EnumMap<>(ProductAnswer.Level.class);

  public ProductMetrics(MeterRegistry registry) {
    this.registry = registry;
    reads = counter("reads", "product reads");
    stale = answered("stale");
    unanswered = counter("unanswered", "product reads that failed");
    shared = counter("joined", "product reads that found their load in flight");
    failedLoads = counter("loads.failed", "product loads from MySQL that failed");
    changes = counter("changes", "product changes read from the change feed");
    gaps = counter("gaps", "times the change feed may have missed changes");
    for (ProductAnswer.Level level : ProductAnswer.Level.values()) {
      answered.put(level, answered(level.label()));
      if (level != ProductAnswer.Level.MEMORY) {
        loads.put(
            level,
            Counter.builder("spillway.ingest.products.loads")
                .description("products loaded into memory")
                .tag("from", level.label())
                .register(registry));
      }
    }
  }

  void read() {
    reads.increment();
  }

  void answered(ProductAnswer answer) {
    (answer.stale() ? stale : Objects.requireNonNull(answered.get(answer.level()))).increment();
  }

  void unanswered() {
    unanswered.increment();
  }

  void joined() {
    shared.increment();
  }

  void loaded(ProductAnswer.Level from) {
    Objects.requireNonNull(loads.get(from)).increment();
  }

  void loadFailed() {
    failedLoads.increment();
  }

  void changed(int products) {
    changes.increment(products);
  }

  void gap() {
    gaps.increment();
  }

  void put(ProductChange change) {
    put(
        switch (change) {
          case ProductChange.Created _ -> "created";
          case ProductChange.Replaced _ -> "replaced";
          case ProductChange.Unchanged _ -> "unchanged";
          case ProductChange.Refused _ -> "precondition-failed";
          case ProductChange.Full _ -> "product-limit";
        });
  }

  void putFailed(Throwable failure) {
    put(
        failure instanceof WriteException write && write.kind() == WriteException.Kind.UNAVAILABLE
            ? "unavailable"
            : "unknown");
  }

  private void put(String outcome) {
    registry.counter("spillway.ingest.products.puts", "outcome", outcome).increment();
  }

  private Counter answered(String from) {
    return Counter.builder("spillway.ingest.products.answered")
        .description("product reads answered, by the level that had it, or stale")
        .tag("from", from)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder("spillway.ingest.products." + name)
        .description(description)
        .register(registry);
  }
}
