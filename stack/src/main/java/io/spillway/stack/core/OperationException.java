package io.spillway.stack.core;

import org.jspecify.annotations.Nullable;

/** What a command cannot do; the message is for the user and says what to do about it. */
public final class OperationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OperationException(String message) {
    super(message);
  }

  public OperationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
