package io.spillway.access.adapter.oidc;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.spillway.access.OpenIdConfig;
import io.spillway.access.port.OpenIdProvider.UnavailableException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0), asked for when somebody logs in
 * and kept for some minutes; after a failure not asked for again at once. Thread-safe.
 */
final class ProviderMetadata {
  static final Duration KEPT_FOR = Duration.ofMinutes(10);
  static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(ProviderMetadata.class);
  private static final String WELL_KNOWN = "/.well-known/openid-configuration";
  private static final Duration KEYS_FOR = Duration.ofMinutes(5);
  private static final Duration KEYS_AGAIN_AFTER = Duration.ofSeconds(10);
  private static final Duration KEYS_OUTAGE = Duration.ofHours(1);

  private final OpenIdConfig config;
  private final ProviderHttp http;
  private final Clock clock;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Known known;
  private Instant askAgainAt = Instant.EPOCH;

  /**
   * The provider's places and keys.
   *
   * @param logout null when it has none
   * @param secretInBody whether the client's secret goes into the body of requests, not the header
   */
  record Known(
      URI authorization,
      URI token,
      URI jwks,
      @Nullable URI logout,
      boolean secretInBody,
      JWKSource<SecurityContext> keys,
      Instant freshUntil) {}

  ProviderMetadata(OpenIdConfig config, ProviderHttp http, Clock clock) {
    this.config = config;
    this.http = http;
    this.clock = clock;
  }

  /** What is known, or else what the provider answers now. */
  Known get() throws UnavailableException {
    Known kept = fresh();
    if (kept != null) {
      return kept;
    }
    asking.lock();
    try {
      kept = fresh();
      return kept == null ? ask() : kept;
    } finally {
      asking.unlock();
    }
  }

  private @Nullable Known fresh() {
    Known kept = known;
    return kept != null && clock.instant().isBefore(kept.freshUntil()) ? kept : null;
  }

  private Known ask() throws UnavailableException {
    if (clock.instant().isBefore(askAgainAt)) {
      throw unavailable();
    }
    try {
      OIDCProviderMetadata read = OIDCProviderMetadata.parse(http.get(document()));
      Known result = known(read);
      known = result;
      return result;
    } catch (IOException | ParseException e) {
      askAgainAt = clock.instant().plus(ASK_AGAIN_AFTER);
      LOG.atWarn()
          .addKeyValue("issuer", config.issuer())
          .setCause(e)
          .log("The metadata of the OpenID Connect provider cannot be read");
      throw unavailable();
    }
  }

  private Known known(OIDCProviderMetadata read) throws ParseException, IOException {
    if (!config.issuer().equals(read.getIssuer().getValue())) {
      throw new ParseException(
          "the metadata is of the issuer '"
              + read.getIssuer()
              + "', spillway.access.oidc.issuer is '"
              + config.issuer()
              + "'");
    }
    URI jwks = safe("jwks_uri", read.getJWKSetURI());
    Known before = known;
    return new Known(
        safe("authorization_endpoint", read.getAuthorizationEndpointURI()),
        safe("token_endpoint", read.getTokenEndpointURI()),
        jwks,
        read.getEndSessionEndpointURI() == null
            ? null
            : safe("end_session_endpoint", read.getEndSessionEndpointURI()),
        ClientProof.isInBody(read.getTokenEndpointAuthMethods()),
        // The source holds the keys and their age, so it outlives the metadata.
        before != null && before.jwks().equals(jwks) ? before.keys() : keys(jwks),
        clock.instant().plus(KEPT_FOR));
  }

  private JWKSource<SecurityContext> keys(URI jwks) throws MalformedURLException {
    return JWKSourceBuilder.create(jwks.toURL(), http)
        .cache(KEYS_FOR.toMillis(), 2 * config.timeout().toMillis())
        .rateLimited(KEYS_AGAIN_AFTER.toMillis())
        .retrying(true)
        .outageTolerant(KEYS_OUTAGE.toMillis())
        .build();
  }

  private static URI safe(String name, @Nullable URI uri) throws ParseException {
    if (uri == null || !OpenIdConfig.isSafe(uri)) {
      throw new ParseException(name + " = " + uri + " must be https, or http on loopback");
    }
    return Objects.requireNonNull(uri);
  }

  private URI document() {
    String issuer = config.issuer();
    return URI.create(
        (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + WELL_KNOWN);
  }

  private UnavailableException unavailable() {
    return new UnavailableException(
        config.name() + " does not answer. Retry later, or log in with an API key.");
  }
}
