package io.spillway.stack.core;

/**
 * Who gets a processor first while all want one: after an outage the backlog must not slow down the
 * orders that come in meanwhile. Costs nothing while there is a processor for everybody.
 *
 * <p>Linux shares processors by the niceness of a thread among those of its session, and by the
 * niceness of a session's group among the sessions (sched(7), "the autogroup feature"); both are
 * set. An ordinary user may do so.
 */
public enum Priority {
  /** What an order passes until the shop has its answer. */
  ACCEPT(0),
  /** What decides on orders. */
  SETTLE(2),
  /** What shows them to people. */
  REPORT(4);

  private final int niceness;

  Priority(int niceness) {
    this.niceness = niceness;
  }

  /** What is added to the niceness of whoever starts the process. */
  public int niceness() {
    return niceness;
  }
}
