package io.spillway.runtime.failure;

/** Told of a failure that only a new process can mend. */
@FunctionalInterface
public interface FatalListener {
  void fatal(String why, Throwable cause);
}
