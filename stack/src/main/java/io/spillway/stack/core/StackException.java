package io.spillway.stack.core;

import org.jspecify.annotations.Nullable;

/** A stack that cannot be had; the message is meant for the user and says what to do or see. */
public final class StackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StackException(String message) {
    super(message);
  }

  public StackException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
