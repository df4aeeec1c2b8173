package io.spillway.cdc.core;

/** A row that no record can be made of; no retry helps. The message says which column and why. */
public final class UnmappableRowException extends Exception {
  public UnmappableRowException(String message) {
    super(message);
  }
}
