package io.spillway.ingest.adapter.local;

import io.spillway.ingest.core.RateDecision;
import io.spillway.ingest.core.RatePolicy;
import io.spillway.ingest.core.RateRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Buckets in memory, by name. The one that was quiet longest is forgotten when there are too many,
 * and is full then. Not thread-safe.
 */
final class Buckets {
  static final int MOST = 10_000;

  private final Map<String, Long> fullAt =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  /** What an order's buckets, one for each policy, decide at a time in microseconds. */
  RateDecision take(List<RatePolicy> policies, RateRequest order, long now) {
    List<String> buckets = policies.stream().map(policy -> policy.bucket(order)).toList();
    long[] full = buckets.stream().mapToLong(each -> fullAt.getOrDefault(each, now)).toArray();
    RateDecision decision = RateDecision.of(policies, order, full, now);
    for (int i = 0; i < full.length; i++) {
      long fullIn = decision.states().get(i).fullIn().toNanos() / 1_000;
      fullAt.put(buckets.get(i), now + fullIn);
    }
    return decision;
  }

  /** Fills all. */
  void clear() {
    fullAt.clear();
  }
}
