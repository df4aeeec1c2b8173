package io.spillway.runtime.audit;

import org.jspecify.annotations.Nullable;

/**
 * An audit entry is not known to be durable, so what it announces must not be done. It may be in
 * the topic all the same, then as an act that was begun and has no end.
 */
public final class AuditException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AuditException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
