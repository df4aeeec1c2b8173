package io.spillway.faults.core;

import java.time.Duration;

/**
 * What shops send in a round.
 *
 * @param ordersPerSecond orders that begin each second, whatever is answered
 * @param lifecycle whether orders are held, confirmed, cancelled and so on
 * @param calm how long they are sent before the first fault, and after the last was caught up with
 */
public record Load(double ordersPerSecond, boolean lifecycle, Duration calm) {
  /** Enough to see a latency before; a stack that has just started is not warm after it. */
  public static final Duration USUAL_CALM = Duration.ofSeconds(6);
}
