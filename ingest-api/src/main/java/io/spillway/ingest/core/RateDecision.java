package io.spillway.ingest.core;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether an order may be sent now. It took its tokens from all buckets or from none.
 *
 * @param states of its buckets, one for each policy; not empty
 */
public record RateDecision(List<RateState> states) {
  public RateDecision {
    states = List.copyOf(states);
  }

  /**
   * Asks each policy's bucket, and says what to take where none refuses.
   *
   * @param fullAtMicros when the bucket of each policy would be full
   */
  public static RateDecision of(
      List<RatePolicy> policies, RateRequest request, long[] fullAtMicros, long nowMicros) {
    long[] next = new long[fullAtMicros.length];
    long[] wait = new long[fullAtMicros.length];
    boolean granted = true;
    for (int i = 0; i < next.length; i++) {
      RatePolicy policy = policies.get(i);
      next[i] = Math.max(fullAtMicros[i], nowMicros) + policy.costMicros(request);
      wait[i] = Math.max(0, next[i] - policy.rule().depthMicros() - nowMicros);
      granted &= wait[i] == 0;
    }
    RateState[] states = new RateState[next.length];
    for (int i = 0; i < next.length; i++) {
      long fullAt = granted ? next[i] : Math.max(fullAtMicros[i], nowMicros);
      states[i] = RateState.ofMicros(policies.get(i), wait[i], fullAt - nowMicros);
    }
    return new RateDecision(List.of(states));
  }

  /** Zero when the order may be sent, else until all its buckets have enough. */
  public Duration retryAfter() {
    return states.stream()
        .map(RateState::retryAfter)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Why the order is refused; null when it may be sent. */
  public @Nullable String refusal(RateRequest request) {
    return states.stream()
        .filter(state -> !state.retryAfter().isZero())
        .map(state -> state.policy().quota().refusal(request))
        .findFirst()
        .orElse(null);
  }

  /** The header {@code RateLimit-Policy}. */
  public String policies() {
    return states.stream().map(state -> state.policy().header()).collect(Collectors.joining(", "));
  }

  /** The header {@code RateLimit}. */
  public String limits() {
    return states.stream().map(RateState::header).collect(Collectors.joining(", "));
  }
}
