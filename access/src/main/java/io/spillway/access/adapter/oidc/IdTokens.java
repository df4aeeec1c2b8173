package io.spillway.access.adapter.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.validators.IDTokenClaimsVerifier;
import io.spillway.access.OpenIdConfig;
import io.spillway.access.adapter.jwt.JdkVerifiers;
import io.spillway.access.adapter.jwt.PublishedKeys;
import io.spillway.access.port.OpenIdProvider.RefusedException;
import io.spillway.access.port.OpenIdProvider.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies ID tokens (OpenID Connect Core 1.0, 3.1.3.7): signature by a published key of the
 * provider, issuer, audience, times, nonce. Times by the machine's clock. Thread-safe.
 */
final class IdTokens {
  private static final Logger LOG = LoggerFactory.getLogger(IdTokens.class);

  private final OpenIdConfig config;

  IdTokens(OpenIdConfig config) {
    this.config = config;
  }

  /**
   * The claims of a valid token.
   *
   * @param nonce that it must have; null for a token of a later grant, which may have none
   */
  JWTClaimsSet verify(JWT token, JWKSource<SecurityContext> keys, @Nullable String nonce)
      throws RefusedException, UnavailableException {
    try {
      return processor(keys, nonce).process(token, null);
    } catch (KeySourceException e) {
      LOG.atWarn().setCause(e).log("The keys of the OpenID Connect provider cannot be read");
      throw new UnavailableException(
          "The keys of " + config.name() + " cannot be read. Retry later.");
    } catch (BadJOSEException | JOSEException e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("ID token refused");
      throw new RefusedException(
          "The ID token of "
              + config.name()
              + " is not valid for this service: see issuer, client id, nonce, key, times.");
    }
  }

  private DefaultJWTProcessor<SecurityContext> processor(
      JWKSource<SecurityContext> keys, @Nullable String nonce) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    // Not at+jwt: an access token for somebody says nothing about who holds the browser.
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null));
    processor.setJWSKeySelector(new PublishedKeys(keys));
    processor.setJWSVerifierFactory(new JdkVerifiers());
    IDTokenClaimsVerifier claims =
        new IDTokenClaimsVerifier(
            new Issuer(config.issuer()),
            new ClientID(config.clientId()),
            nonce == null ? null : new Nonce(nonce),
            Math.toIntExact(config.clockSkew().toSeconds()));
    processor.setJWTClaimsSetVerifier(claims::verify);
    return processor;
  }
}
