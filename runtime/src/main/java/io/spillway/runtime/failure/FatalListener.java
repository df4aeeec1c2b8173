package io.spillway.runtime.failure;

/** Told of a failure that only a new process can mend. */
@FunctionalInterface
public interface FatalListener {
  /** A part of the service has ended for good. */
  void fatal(String why, Throwable cause);
}
