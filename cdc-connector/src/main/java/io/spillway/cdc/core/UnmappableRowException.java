package io.spillway.cdc.core;

/** A row that no record can be made of; no retry helps. The message says which column and why. */
public final class UnmappableRowException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A row with this fault. */
  public UnmappableRowException(String message) {
    super(message);
  }
}
