package io.spillway.ingest.adapter.local;

import io.spillway.ingest.core.RateRule;
import io.spillway.ingest.core.RateState;
import io.spillway.ingest.port.RateLimiter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A bucket per tenant in this instance alone, so several instances together bear several times the
 * rate. The tenant that was quiet longest is forgotten first, and then has a full bucket.
 */
public final class LocalRateLimiter implements RateLimiter {
  private static final int TENANTS = 10_000;

  private final RateRule rule;
  private final LongSupplier clockMicros;
  private final Map<String, Long> fullAt =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > TENANTS;
        }
      };

  /** Buckets by a clock in microseconds that never goes back. */
  public LocalRateLimiter(RateRule rule, LongSupplier clockMicros) {
    this.rule = rule;
    this.clockMicros = clockMicros;
  }

  @Override
  public Optional<List<RateState>> take(List<String> tenants) {
    return Optional.of(tenants.stream().map(this::take).toList());
  }

  private synchronized RateState take(String tenant) {
    long now = clockMicros.getAsLong();
    RateState taken = rule.take(fullAt.getOrDefault(tenant, now), now);
    fullAt.put(tenant, now + taken.fullIn().toNanos() / 1_000);
    return taken;
  }
}
