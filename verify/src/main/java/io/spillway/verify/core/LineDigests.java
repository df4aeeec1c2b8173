package io.spillway.verify.core;

/** One number of sums over lines; linear, so that the parts' digests add up to the whole's. */
public final class LineDigests {
  private LineDigests() {}

  /** The digest of these sums. */
  public static long of(StoreFacts.LineSums sums) {
    return sums.versions() * Digests.numbers(1)
        + sums.numbers() * Digests.numbers(2)
        + sums.quantities() * Digests.numbers(3)
        + sums.amounts() * Digests.numbers(4);
  }
}
