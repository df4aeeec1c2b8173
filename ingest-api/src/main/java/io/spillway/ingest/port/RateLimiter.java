package io.spillway.ingest.port;

import io.spillway.ingest.core.RateState;
import java.util.List;
import java.util.Optional;

/** How fast each tenant may send orders. Thread-safe; never fails. */
@FunctionalInterface
public interface RateLimiter {
  /**
   * Takes the leave for one order of each of these tenants, where there is a limit: empty when
   * there is none.
   */
  Optional<List<RateState>> take(List<String> tenants);

  /** Bears any rate. */
  static RateLimiter unlimited() {
    return _ -> Optional.empty();
  }
}
