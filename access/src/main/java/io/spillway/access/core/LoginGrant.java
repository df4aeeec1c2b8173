package io.spillway.access.core;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider has confirmed of a person, until it expires.
 *
 * @param claims of the verified ID token
 * @param refreshToken asks for the next grant; null when there is none to be had
 */
public record LoginGrant(
    String subject, Map<String, Object> claims, @Nullable String refreshToken, Instant expiresAt) {
  public LoginGrant {
    claims = Map.copyOf(claims);
  }

  /** Without the token and what the claims tell of a person. */
  @Override
  public String toString() {
    return "LoginGrant[expiresAt=" + expiresAt + "]";
  }
}
