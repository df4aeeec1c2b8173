package io.spillway.runtime.loop;

/** Told when a loop has ended for good, on a thread of its own. */
@FunctionalInterface
public interface FatalListener {
  /** The loop is dead and only a new process can go on. */
  void fatal(String why, Throwable cause);
}
