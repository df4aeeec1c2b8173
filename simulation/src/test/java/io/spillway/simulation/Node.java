package io.spillway.simulation;

/** A process of a service, or one of its workers. */
interface Node {
  /** Whether a step would do anything. */
  boolean hasWork();

  /** Takes some of the waiting work; a fault may end it anywhere, as a crash would. */
  void step();

  /** Delivers everything once more, from the beginning. */
  void replay();
}
