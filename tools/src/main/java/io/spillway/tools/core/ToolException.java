package io.spillway.tools.core;

import org.jspecify.annotations.Nullable;

/** What a command cannot do; the message is for the user and says what to do about it. */
public final class ToolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ToolException(String message) {
    super(message);
  }

  public ToolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
