package io.spillway.simulation.invariant;

/** A rule about what can be seen from outside; its class name says which. */
@FunctionalInterface
public interface Invariant {
  /** Throws AssertionError, with the rule's name and what breaks it. */
  void check(StoreFacts facts);
}
