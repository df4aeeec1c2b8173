package io.spillway.stack.core;

/** How long services and servers are meant to run, by which their JVMs compile. */
public enum Lifetime {
  /** Ends before the optimising compiler pays back what it takes: the first compiler only. */
  SHORT,
  /** Minutes and more: both compilers. */
  LONG;

  /** The option of a JVM that lives shortly. */
  public static final String FIRST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";
}
