package io.spillway.stack.core;

/**
 * How services are started.
 *
 * @param together in one JVM, otherwise each in its own
 */
public record RunMode(boolean together, Lifetime lifetime) {
  /** In one JVM, for minutes and more. */
  public static final RunMode TOGETHER = new RunMode(true, Lifetime.LONG);

  /** Each in a JVM of its own, which can be stopped and killed alone. */
  public static final RunMode PROCESSES = new RunMode(false, Lifetime.LONG);

  /** The same for a run that is soon over. */
  public RunMode shortLived() {
    return new RunMode(together, Lifetime.SHORT);
  }
}
