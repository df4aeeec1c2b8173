package io.spillway.analytics.port;

import java.time.Duration;

/** Waiting, so that tests need not. */
@FunctionalInterface
public interface Sleeper {
  void sleep(Duration duration) throws InterruptedException;
}
