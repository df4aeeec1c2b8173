package io.spillway.runtime.loop;

import java.time.Duration;

/** Waiting between attempts. */
@FunctionalInterface
interface RetryPause {
  /** Waits; false means that the worker is closing, and there is no next attempt. */
  boolean pause(Duration duration) throws InterruptedException;
}
