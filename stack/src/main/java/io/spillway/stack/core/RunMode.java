package io.spillway.stack.core;

/**
 * How services are started.
 *
 * @param together in one JVM, otherwise each in its own
 * @param secure the servers of a new stack are secured; those of one that exists stay as they are
 */
public record RunMode(boolean together, Lifetime lifetime, boolean secure) {
  /** In one JVM, for minutes and more. */
  public static final RunMode TOGETHER = new RunMode(true, Lifetime.LONG, false);

  /** Each in a JVM of its own, which can be stopped and killed alone. */
  public static final RunMode PROCESSES = new RunMode(false, Lifetime.LONG, false);

  /** The same over secured servers. */
  public RunMode secured() {
    return new RunMode(together, lifetime, true);
  }

  /** The same for a run that is soon over. */
  public RunMode shortLived() {
    return new RunMode(together, Lifetime.SHORT, secure);
  }
}
