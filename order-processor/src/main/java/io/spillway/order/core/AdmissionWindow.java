package io.spillway.order.core;

import io.spillway.order.core.OrderMessage.Submitted;
import io.spillway.order.core.OrderState.Known;
import io.spillway.order.core.OrderState.Reserving;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The orders that wait for the inventory's answer, and how many may. While the window is full no
 * new order is taken from the intake. It is as large as answers in time allow, see {@link
 * WindowLimit}.
 *
 * <p>An order that waits longer than the patience counts no more, or the orders of one shard that
 * is down would keep all others out. So losing the window, as at a restart, does no harm: it is as
 * if those in it had waited for too long. Thread-safe.
 */
public final class AdmissionWindow {
  private final WindowLimit limit;
  private final Duration patience;

  /** When each was taken, oldest first. */
  private final Map<String, Instant> waiting = new LinkedHashMap<>();

  /**
   * An empty window.
   *
   * @param max the most orders, from 1
   * @param answerWithin how long an answer is to take, more than 0
   * @param patience an order that waits longer counts no more
   */
  public AdmissionWindow(int max, Duration answerWithin, Duration patience) {
    this.limit = new WindowLimit(max, answerWithin);
    this.patience = patience;
  }

  /** Counts an order from its submission until it is settled. */
  public synchronized void advanced(OrderMessage message, Known state, Instant now) {
    if (!(state instanceof Reserving)) {
      Instant since = waiting.remove(message.orderId());
      if (since != null) {
        limit.answered(Duration.between(since, now), now);
      }
    } else if (message instanceof Submitted) {
      waiting.put(message.orderId(), now);
    }
  }

  /** Whether new orders are to wait. */
  public synchronized boolean isFull(Instant now) {
    return limit.isReached(size(now));
  }

  /** How many orders may wait at present. */
  public synchronized int limit() {
    return limit.current();
  }

  public synchronized int size(Instant now) {
    Iterator<Instant> oldest = waiting.values().iterator();
    while (oldest.hasNext() && !counts(oldest.next(), now)) {
      oldest.remove();
    }
    return waiting.size();
  }

  /** One from the future was taken before the clock was set back; it could count for ever. */
  private boolean counts(Instant since, Instant now) {
    return !since.isAfter(now) && since.plus(patience).isAfter(now);
  }
}
