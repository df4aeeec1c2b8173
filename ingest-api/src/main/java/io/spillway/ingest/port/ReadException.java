package io.spillway.ingest.port;

import org.jspecify.annotations.Nullable;

/** A read that got no answer: the shard is down, slow, or has too many readers. */
public final class ReadException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ReadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
