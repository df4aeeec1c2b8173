package io.spillway.runtime.failure;

/** What a failure calls for. */
public enum FailureKind {
  /**
   * The other side is at fault and may recover: the same work again later, for as long as it takes.
   */
  TRANSIENT,
  /** The record is at fault: it would fail every time, so it is set aside. */
  POISON,
  /** The work may have been done: again, which is safe only because the work is idempotent. */
  OUTCOME_UNKNOWN,
  /**
   * Nobody knows this failure. Again for a bounded number of attempts, since giving up at once
   * would set good records aside whenever a server invents a new error; after those it counts as
   * {@link #POISON}, since waiting for ever would block every record behind it. Set aside is not
   * lost: the dead letter holds the whole record.
   */
  UNRECOGNISED
}
