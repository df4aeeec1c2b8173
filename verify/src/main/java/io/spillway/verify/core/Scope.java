package io.spillway.verify.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at.
 *
 * @param tenant one tenant's; null for all
 * @param since only orders accepted at or after; null for all
 */
public record Scope(@Nullable String tenant, @Nullable Instant since) {
  public static final Scope ALL = new Scope(null, null);

  /** The earliest acceptance that counts, in milliseconds since 1970. */
  public long sinceMillis() {
    return since == null ? Long.MIN_VALUE : since.toEpochMilli();
  }
}
