package io.spillway.schemas.audit;

import org.jspecify.annotations.Nullable;

/**
 * An entry's place in its chain, and what it says about the records before it.
 *
 * @param chain of one writer from its start on; random
 * @param sequence counts the entries of the chain from 0
 * @param previous the chain's entry before; null for the first
 * @param seen records of all writers that lay in the topic before; every chain's first entry has it
 */
public record AuditLink(
    String chain, long sequence, @Nullable Previous previous, @Nullable Seen seen) {
  /** The chain's entry before, where it lies and its {@link AuditHash}. */
  public record Previous(long offset, String hash) {}

  /**
   * The newest records of the topic, as the writer read them.
   *
   * @param to exclusive
   * @param hash of their hashes: {@link AuditHash#ofAll}
   */
  public record Seen(long from, long to, String hash) {
    public Seen {
      if (from < 0 || from > to) {
        throw new IllegalArgumentException("seen from " + from + " to " + to);
      }
    }
  }

  public AuditLink {
    if (chain.isBlank() || sequence < 0) {
      throw new IllegalArgumentException("chain '" + chain + "', sequence " + sequence);
    }
    if ((sequence == 0) != (previous == null)) {
      throw new IllegalArgumentException(
          "only the first entry of a chain has none before it: sequence " + sequence);
    }
    if (sequence == 0 && seen == null) {
      throw new IllegalArgumentException("the first entry of a chain names what it saw");
    }
  }
}
