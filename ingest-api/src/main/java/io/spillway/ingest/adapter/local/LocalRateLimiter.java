package io.spillway.ingest.adapter.local;

import io.spillway.ingest.core.RateDecision;
import io.spillway.ingest.core.RatePolicy;
import io.spillway.ingest.core.RateRequest;
import io.spillway.ingest.core.RateState;
import io.spillway.ingest.port.RateLimiter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Buckets in this instance alone, so several instances together bear several times the rate. The
 * bucket that was quiet longest is forgotten first, and is full then.
 */
public final class LocalRateLimiter implements RateLimiter {
  private static final int BUCKETS = 10_000;

  private final List<RatePolicy> policies;
  private final LongSupplier clockMicros;
  private final Map<String, Long> fullAt =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > BUCKETS;
        }
      };

  /** Buckets by a clock in microseconds that never goes back. */
  public LocalRateLimiter(List<RatePolicy> policies, LongSupplier clockMicros) {
    this.policies = List.copyOf(policies);
    this.clockMicros = clockMicros;
  }

  @Override
  public Optional<List<RateDecision>> take(List<RateRequest> orders) {
    return Optional.of(orders.stream().map(this::take).toList());
  }

  private synchronized RateDecision take(RateRequest order) {
    long now = clockMicros.getAsLong();
    List<String> buckets = policies.stream().map(policy -> policy.bucket(order)).toList();
    long[] full = buckets.stream().mapToLong(each -> fullAt.getOrDefault(each, now)).toArray();
    RateDecision decision = RateDecision.of(policies, order, full, now);
    for (int i = 0; i < full.length; i++) {
      RateState state = decision.states().get(i);
      fullAt.put(buckets.get(i), now + state.fullIn().toNanos() / 1_000);
    }
    return decision;
  }
}
