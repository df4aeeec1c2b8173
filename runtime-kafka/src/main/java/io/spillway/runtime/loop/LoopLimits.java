package io.spillway.runtime.loop;

import java.time.Duration;

/**
 * Waits of a loop that no service has reason to set.
 *
 * @param revokeWait longest wait for the work in flight when partitions leave
 * @param drainWait longest wait for the workers when closing
 * @param poll longest wait for records, and so for a commit or a close to be noticed
 * @param pollWhilePaused the same while a worker is paused, so that it soon resumes
 */
record LoopLimits(
    Duration revokeWait, Duration drainWait, Duration poll, Duration pollWhilePaused) {
  static final LoopLimits USUAL =
      new LoopLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMillis(100),
          Duration.ofMillis(10));
}
