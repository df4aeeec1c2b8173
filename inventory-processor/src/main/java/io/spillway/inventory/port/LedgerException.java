package io.spillway.inventory.port;

/** A ledger transaction that did not succeed. Nothing is half done; its cause tells the kind. */
public final class LedgerException extends Exception {
  /** Names the shard, and what its server said. */
  public LedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
