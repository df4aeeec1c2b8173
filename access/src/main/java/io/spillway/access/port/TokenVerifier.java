package io.spillway.access.port;

import io.spillway.access.core.Authentication;

/** Tells whose a bearer token is that is no API key. Thread-safe. */
@FunctionalInterface
public interface TokenVerifier {
  /** Where no issuer is known. */
  TokenVerifier NONE =
      _ ->
          new Authentication.Denied(
              "no-issuer", "The credentials are no API key, and tokens are not accepted here.");

  /** Verifies a token; may wait for the issuer's keys, for a limited time. */
  Authentication verify(String token);
}
