package io.spillway.simulation;

/** A failure that the simulation made up; what it hits does not know whether its work was done. */
final class InjectedFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InjectedFault(String message) {
    super(message);
  }
}
