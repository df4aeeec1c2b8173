package io.spillway.stack.port;

import io.spillway.stack.core.Backends;

/** Creates what the servers must hold before a service starts. */
@FunctionalInterface
public interface Preparation {
  /** Creates what is missing; what is there stays as it is. Safe to repeat. */
  void prepare(Backends backends) throws InterruptedException;
}
