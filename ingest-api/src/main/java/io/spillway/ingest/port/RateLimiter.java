package io.spillway.ingest.port;

import io.spillway.ingest.core.RateDecision;
import io.spillway.ingest.core.RateRequest;
import java.util.List;
import java.util.Optional;

/** How fast tenants and callers may send orders. Thread-safe; never fails. */
@FunctionalInterface
public interface RateLimiter {
  /** Decides for each order, in their order, where there is a limit: empty when there is none. */
  Optional<List<RateDecision>> take(List<RateRequest> orders);

  /** Bears any rate. */
  static RateLimiter unlimited() {
    return _ -> Optional.empty();
  }
}
