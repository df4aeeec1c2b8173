package io.spillway.client.core;

import java.util.SortedSet;

/**
 * Whether an event may be handled while dead letters of its order are open. An event that was
 * redriven has the position at which it first stood.
 */
public enum Turn {
  /** Nothing of the order stands before it. */
  HANDLE,
  /** An earlier event of the order is a dead letter, so it becomes one as well. */
  FOLLOW,
  /** It is a dead letter already, behind an earlier one. */
  KNOWN;

  /**
   * The turn of an event.
   *
   * @param parked first offsets of the order's open dead letters
   * @param offset the event's first offset
   */
  public static Turn of(SortedSet<Long> parked, long offset) {
    if (parked.isEmpty() || offset <= parked.first()) {
      return HANDLE;
    }
    return parked.contains(offset) ? KNOWN : FOLLOW;
  }
}
