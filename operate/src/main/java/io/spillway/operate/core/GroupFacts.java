package io.spillway.operate.core;

/**
 * A consumer group at the moment of planning.
 *
 * @param known the brokers have members or positions of it
 * @param members running consumers
 * @param readsRedeliveries it has a position in, or members on, its own re-delivery topic
 */
public record GroupFacts(boolean known, int members, boolean readsRedeliveries) {
  /** Whether any consumer runs, so that its positions cannot be moved. */
  public boolean active() {
    return members > 0;
  }
}
