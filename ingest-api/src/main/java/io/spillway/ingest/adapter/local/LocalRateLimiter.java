package io.spillway.ingest.adapter.local;

import io.spillway.ingest.core.RateDecision;
import io.spillway.ingest.core.RatePolicy;
import io.spillway.ingest.core.RateRequest;
import io.spillway.ingest.port.RateLimiter;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Buckets in this instance alone, so several instances together bear several times the rate. The
 * bucket that was quiet longest is forgotten first, and is full then.
 */
public final class LocalRateLimiter implements RateLimiter {
  private final List<RatePolicy> policies;
  private final LongSupplier clockMicros;
  private final Buckets buckets = new Buckets();

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
    return buckets.take(policies, order, clockMicros.getAsLong());
  }
}
