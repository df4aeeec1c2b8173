package io.spillway.access.adapter.oidc;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.spillway.access.OpenIdConfig;
import io.spillway.access.core.LoginGrant;
import io.spillway.access.core.LoginReply;
import io.spillway.access.core.LoginRequest;
import io.spillway.access.port.OpenIdProvider;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A provider as its own metadata describes it. Neither tokens nor answers that may hold some are
 * logged. Thread-safe.
 */
public final class HttpOpenIdProvider implements OpenIdProvider, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpOpenIdProvider.class);
  private static final int MAX_CODE_LENGTH = 4_096;

  private final OpenIdConfig config;
  private final ProviderHttp http;
  private final ProviderMetadata metadata;
  private final IdTokens idTokens;
  private final Clock clock;

  public HttpOpenIdProvider(OpenIdConfig config, Clock clock) {
    this.config = config;
    this.http = new ProviderHttp(config.timeout(), config.maxAnswerBytes());
    this.metadata = new ProviderMetadata(config, http, clock);
    this.idTokens = new IdTokens(config);
    this.clock = clock;
  }

  @Override
  public URI loginAt(LoginRequest request) throws UnavailableException {
    Scope scope = new Scope(config.scopes().toArray(String[]::new));
    AuthenticationRequest.Builder builder =
        new AuthenticationRequest.Builder(
                ResponseType.CODE, scope, new ClientID(config.clientId()), config.callback())
            .endpointURI(metadata.get().authorization())
            .state(new State(request.state()))
            .nonce(new Nonce(request.nonce()))
            .codeChallenge(new CodeVerifier(request.verifier()), CodeChallengeMethod.S256);
    if (config.scopes().contains("offline_access")) {
      builder.prompt(Prompt.Type.CONSENT); // or it must be ignored (OpenID Connect Core 1.0, 11)
    }
    return builder.build().toURI();
  }

  @Override
  public LoginGrant redeem(String code, LoginRequest request)
      throws RefusedException, UnavailableException {
    if (code.length() > MAX_CODE_LENGTH) {
      throw new RefusedException("The code is longer than " + MAX_CODE_LENGTH + " characters.");
    }
    OIDCTokens tokens =
        ask(
            new AuthorizationCodeGrant(
                new AuthorizationCode(code),
                config.callback(),
                new CodeVerifier(request.verifier())));
    return grant(tokens, idTokens.verify(idToken(tokens), keys(), request.nonce()), null);
  }

  @Override
  public LoginGrant renew(LoginGrant grant) throws RefusedException, UnavailableException {
    RefreshToken refresh = new RefreshToken(Objects.requireNonNull(grant.refreshToken()));
    OIDCTokens tokens = ask(new RefreshTokenGrant(refresh));
    JWTClaimsSet claims = idTokens.verify(idToken(tokens), keys(), null);
    // OpenID Connect Core 1.0, 12.2
    if (!grant.subject().equals(claims.getSubject())
        || differ(grant.claims().get("nonce"), claims.getClaim("nonce"))) {
      throw new RefusedException(config.name() + " renewed the login of somebody else.");
    }
    return grant(tokens, claims, refresh);
  }

  @Override
  public Optional<URI> logoutAt() {
    try {
      URI logout = metadata.get().logout();
      return logout == null
          ? Optional.empty()
          : Optional.of(
              new LogoutRequest(
                      logout,
                      null, // an ID token would be in the browser's history
                      null,
                      new ClientID(config.clientId()),
                      config.reports().resolve("/reports/login"),
                      null,
                      null)
                  .toURI());
    } catch (UnavailableException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private OIDCTokens ask(AuthorizationGrant grant) throws RefusedException, UnavailableException {
    HTTPResponse answer;
    try {
      answer = ClientProof.request(config, metadata.get(), grant).toHTTPRequest().send(http);
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("The OpenID Connect provider does not answer");
      throw unavailable();
    }
    if (answer.getStatusCode() >= 500 || answer.getStatusCode() == 429) {
      LOG.atWarn()
          .addKeyValue("status", answer.getStatusCode())
          .log("The OpenID Connect provider cannot issue tokens");
      throw unavailable();
    }
    try {
      TokenResponse read = OIDCTokenResponseParser.parse(answer);
      if (read.indicatesSuccess()) {
        return ((OIDCTokenResponse) read).getOIDCTokens();
      }
      throw refused(read.toErrorResponse().getErrorObject());
    } catch (ParseException e) {
      // Its message may show a part of the answer.
      LOG.atWarn()
          .addKeyValue("status", answer.getStatusCode())
          .log("The OpenID Connect provider's token answer is not understood");
      throw unavailable();
    }
  }

  private JWT idToken(OIDCTokens tokens) throws RefusedException {
    if (tokens.getIDToken() == null) {
      throw new RefusedException(
          config.name() + " answered without an ID token, so it does not say who this is.");
    }
    return tokens.getIDToken();
  }

  private JWKSource<SecurityContext> keys() throws UnavailableException {
    return metadata.get().keys();
  }

  private LoginGrant grant(OIDCTokens tokens, JWTClaimsSet claims, @Nullable RefreshToken before) {
    Instant expiresAt = claims.getExpirationTime().toInstant();
    long lifetime = tokens.getAccessToken().getLifetime();
    if (lifetime > 0) {
      Instant alsoBy = clock.instant().plusSeconds(lifetime);
      expiresAt = alsoBy.isBefore(expiresAt) ? alsoBy : expiresAt;
    }
    // A provider that issues no other refresh token goes on with the one before (RFC 6749, 6).
    RefreshToken refresh = tokens.getRefreshToken() == null ? before : tokens.getRefreshToken();
    return new LoginGrant(
        claims.getSubject(), kept(claims), refresh == null ? null : refresh.getValue(), expiresAt);
  }

  /** Only what decides, not what else an ID token tells of a person. */
  private Map<String, Object> kept(JWTClaimsSet claims) {
    Map<String, Object> kept = new HashMap<>();
    for (String name : List.of(config.tenantClaim(), config.rolesClaim(), "scope", "nonce")) {
      @Nullable Object value = claims.getClaim(name);
      if (value != null) {
        kept.put(name, value);
      }
    }
    return kept;
  }

  private static boolean differ(@Nullable Object one, @Nullable Object other) {
    return one != null && other != null && !one.equals(other);
  }

  private RefusedException refused(@Nullable ErrorObject error) {
    String code =
        error == null || error.getCode() == null ? "an error without a name" : error.getCode();
    return new RefusedException(
        config.name()
            + " did not confirm the login: "
            + LoginReply.errorText(code, error == null ? null : error.getDescription()));
  }

  private UnavailableException unavailable() {
    return new UnavailableException(
        config.name() + " does not answer as expected. Retry later, or log in with an API key.");
  }
}
