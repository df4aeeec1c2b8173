package io.spillway.ingest.adapter.local;

import io.spillway.ingest.core.IntakeProgress;
import io.spillway.ingest.core.Quota;
import io.spillway.ingest.core.RateDecision;
import io.spillway.ingest.core.RatePolicy;
import io.spillway.ingest.core.RateRequest;
import io.spillway.ingest.core.RateRule;
import io.spillway.ingest.core.ShareControl;
import io.spillway.ingest.port.RateLimiter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Gives each tenant its share while orders wait in the intake, then asks another limiter. Counts in
 * this instance, which divides its part of what the saga takes. Thread-safe.
 */
public final class FairShareLimiter implements RateLimiter {
  /** Of a second's share, that an idle tenant may send at once. */
  private static final int BURST_PART = 2;

  private static final long MOST = 1_000_000;

  private final ShareControl control;
  private final ToIntFunction<String> weight;
  private final RateLimiter next;
  private final LongSupplier clockMicros;
  private final Buckets buckets = new Buckets();
  private Map<String, Long> offered = new HashMap<>();
  private long accepted;
  private double level = Double.POSITIVE_INFINITY;

  /** Shares by a clock in microseconds that never goes back. */
  public FairShareLimiter(
      ShareControl control,
      ToIntFunction<String> weight,
      RateLimiter next,
      LongSupplier clockMicros) {
    this.control = control;
    this.weight = weight;
    this.next = next;
    this.clockMicros = clockMicros;
  }

  @Override
  public Optional<List<RateDecision>> take(List<RateRequest> orders) {
    Optional<List<RateDecision>> decisions = decide(orders);
    count(
        decisions
            .map(all -> all.stream().filter(each -> each.retryAfter().isZero()).count())
            .orElse((long) orders.size()));
    return decisions;
  }

  private Optional<List<RateDecision>> decide(List<RateRequest> orders) {
    List<RateDecision> shares = share(orders);
    if (shares.isEmpty()) {
      return next.take(orders);
    }
    List<RateRequest> granted = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      if (shares.get(i).retryAfter().isZero()) {
        granted.add(orders.get(i));
      }
    }
    List<RateDecision> others = next.take(granted).orElse(List.of());
    return Optional.of(others.isEmpty() ? shares : joined(shares, others));
  }

  private synchronized void count(long orders) {
    accepted += orders;
  }

  /** Takes note of how far the intake has come. */
  public synchronized void observe(IntakeProgress progress) {
    level = control.observe(progress, offered, accepted);
    offered = new HashMap<>();
    accepted = 0;
    if (Double.isInfinite(level)) {
      buckets.clear();
    }
  }

  /** Orders per second of a tenant of weight 1; infinite while nothing is shared. */
  public synchronized double level() {
    return level;
  }

  private synchronized List<RateDecision> share(List<RateRequest> orders) {
    orders.forEach(this::note);
    if (Double.isInfinite(level)) {
      return List.of();
    }
    long now = clockMicros.getAsLong();
    return orders.stream().map(order -> share(order, now)).toList();
  }

  private RateDecision share(RateRequest order, long now) {
    long perSecond = Math.clamp(Math.round(level * weight.applyAsInt(order.tenant())), 1, MOST);
    RatePolicy policy =
        new RatePolicy(
            Quota.FAIR_SHARE, new RateRule(perSecond, Math.max(1, perSecond / BURST_PART)));
    return buckets.take(List.of(policy), order, now);
  }

  /** No more tenants than there are buckets, also while nobody takes the counts. */
  private void note(RateRequest order) {
    if (offered.size() < Buckets.MOST || offered.containsKey(order.tenant())) {
      offered.merge(order.tenant(), 1L, Long::sum);
    }
  }

  /** The decisions of shares, with those of the next limiter about the orders that were granted. */
  private static List<RateDecision> joined(List<RateDecision> shares, List<RateDecision> others) {
    var more = others.iterator();
    return shares.stream()
        .map(
            share ->
                share.retryAfter().isZero()
                    ? new RateDecision(
                        Stream.concat(share.states().stream(), more.next().states().stream())
                            .toList())
                    : share)
        .toList();
  }
}
