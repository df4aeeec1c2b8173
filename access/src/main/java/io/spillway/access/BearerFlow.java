package io.spillway.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.access.core.ApiKey;
import io.spillway.access.core.Authentication;
import io.spillway.access.port.TokenVerifier;
import org.jspecify.annotations.Nullable;

/**
 * Bearer credentials (RFC 6750): what begins as an API key is looked up among the keys, anything
 * else is verified as a token. Thread-safe.
 */
public final class BearerFlow implements Authenticator {
  private static final String SCHEME = "Bearer ";

  private final KeyCache keys;
  private final TokenVerifier tokens;
  private final MeterRegistry metrics;

  public BearerFlow(KeyCache keys, TokenVerifier tokens, MeterRegistry metrics) {
    this.keys = keys;
    this.tokens = tokens;
    this.metrics = metrics;
  }

  @Override
  public Authentication authenticate(@Nullable String authorization) {
    Authentication result = result(authorization);
    switch (result) {
      case Authentication.Granted _ -> {}
      case Authentication.Denied(var cause, var _) -> refused(cause).increment();
      case Authentication.Unavailable _ -> refused("unavailable").increment();
    }
    return result;
  }

  private Authentication result(@Nullable String authorization) {
    if (authorization == null) {
      return new Authentication.Denied(
          "none", "Send an API key or a token: 'Authorization: Bearer …'.");
    }
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return new Authentication.Denied("scheme", "The scheme of Authorization must be Bearer.");
    }
    String credentials = authorization.substring(SCHEME.length()).strip();
    if (!credentials.startsWith(ApiKey.PREFIX)) {
      return tokens.verify(credentials);
    }
    ApiKey key = ApiKey.read(credentials);
    return key == null
        ? new Authentication.Denied(
            "malformed-key", "The API key is incomplete or mistyped: its checksum does not match.")
        : keys.authenticate(key);
  }

  private Counter refused(String cause) {
    return Counter.builder("spillway.access.refused")
        .description("requests without valid credentials, by cause")
        .tag("cause", cause)
        .register(metrics);
  }
}
