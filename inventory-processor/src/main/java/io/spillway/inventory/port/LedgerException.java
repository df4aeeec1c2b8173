package io.spillway.inventory.port;

/** A ledger transaction that did not succeed. Nothing is half done. */
public class LedgerException extends Exception {
  public LedgerException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Another transaction wrote a row of this one first, which happens while a shard moves between
   * instances. Repeating sees that row.
   */
  public static final class Overtaken extends LedgerException {
    public Overtaken(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
