package io.spillway.inventory.core;

/** A command that contradicts the ledger; no repetition can make it right, so it is poison. */
public final class CommandConflictException extends RuntimeException {
  CommandConflictException(String message) {
    super(message);
  }
}
