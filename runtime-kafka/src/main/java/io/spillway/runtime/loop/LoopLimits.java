package io.spillway.runtime.loop;

import java.time.Duration;

/**
 * Limits of a loop that no service has reason to set.
 *
 * @param revokeWait longest wait for the work in flight when partitions leave
 * @param drainWait longest wait for the workers when closing
 * @param poll longest wait for records, and so for a commit or a close to be noticed
 * @param pollWhilePaused the same while a worker is paused, so that it soon resumes
 * @param maxUnknownAttempts tries of a batch whose failure nobody recognises before it counts as
 *     poison; with the usual backoff of 100 ms to 5 s, 12 are about half a minute
 */
record LoopLimits(
    Duration revokeWait,
    Duration drainWait,
    Duration poll,
    Duration pollWhilePaused,
    int maxUnknownAttempts) {
  static final LoopLimits USUAL =
      new LoopLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMillis(100),
          Duration.ofMillis(10),
          12);
}
