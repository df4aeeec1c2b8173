package io.spillway.access.core;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an API key shall be.
 *
 * @param name what it is for, in words
 * @param lifetime null for no end
 */
public record KeyRequest(
    String name, Tenants tenants, Set<Scope> scopes, @Nullable Duration lifetime) {
  public KeyRequest {
    scopes = Set.copyOf(scopes);
  }
}
