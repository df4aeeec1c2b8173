package io.spillway.analytics.port;

import java.time.Duration;

/** Waiting, so that tests need not. */
@FunctionalInterface
public interface Sleeper {
  /** Waits that long. */
  void sleep(Duration duration) throws InterruptedException;
}
