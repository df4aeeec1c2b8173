package io.spillway.ingest.port;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** How fast each tenant may send orders. Thread-safe; never fails. */
@FunctionalInterface
public interface RateLimiter {
  /**
   * Takes the leave for one order of each of these tenants: zero when it is given, else when to ask
   * again.
   */
  List<Duration> take(List<String> tenants);

  /** Bears any rate. */
  static RateLimiter unlimited() {
    return tenants -> Collections.nCopies(tenants.size(), Duration.ZERO);
  }
}
