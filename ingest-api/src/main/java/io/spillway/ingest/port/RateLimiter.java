package io.spillway.ingest.port;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How fast each tenant may send orders. Thread-safe; no method blocks; no stage ever fails. */
@FunctionalInterface
public interface RateLimiter {
  /** Takes the leave for one order: zero when it is given, else when to ask again. */
  CompletionStage<Duration> take(String tenant);

  /** Bears any rate. */
  static RateLimiter unlimited() {
    CompletionStage<Duration> given = CompletableFuture.completedStage(Duration.ZERO);
    return _ -> given;
  }
}
