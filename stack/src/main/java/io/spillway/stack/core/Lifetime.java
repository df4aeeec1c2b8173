package io.spillway.stack.core;

/** How long services are meant to run, by which their JVM compiles. */
public enum Lifetime {
  /** Ends before the optimising compiler pays back what it takes: the first compiler only. */
  SHORT,
  /** Minutes and more: both compilers. */
  LONG
}
