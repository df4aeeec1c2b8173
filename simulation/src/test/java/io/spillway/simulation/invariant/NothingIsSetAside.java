package io.spillway.simulation.invariant;

/** No fault makes the services say something that the saga takes for impossible. */
final class NothingIsSetAside implements Invariant {
  @Override
  public void check(StoreFacts facts) {
    if (!facts.setAside().isEmpty()) {
      throw StoreFacts.violated(this, facts.setAside().toString());
    }
  }
}
