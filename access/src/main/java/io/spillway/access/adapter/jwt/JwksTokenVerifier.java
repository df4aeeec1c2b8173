package io.spillway.access.adapter.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.spillway.access.AccessConfig;
import io.spillway.access.core.Authentication;
import io.spillway.access.core.TokenClaims;
import io.spillway.access.port.TokenVerifier;
import java.net.MalformedURLException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies signed tokens (RS256, ES256, Ed25519) with the keys that their issuer publishes. The
 * keys are kept for some minutes, asked for anew when a token names one that is not among them, at
 * most every 10 s, and outlive an outage of the issuer of an hour. A verified token is remembered
 * until it expires, for a limited time at most. Thread-safe.
 */
public final class JwksTokenVerifier implements TokenVerifier {
  /** RFC 7515, 7.1. The parser skips what is no base64url, so a token would have many texts. */
  private static final Pattern COMPACT =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]+");

  private static final String NO_TOKEN =
      "The credentials are neither an API key nor a signed token.";

  private static final Logger LOG = LoggerFactory.getLogger(JwksTokenVerifier.class);
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int MAX_JWKS_BYTES = 256 * 1024;
  private static final int MAX_TOKEN_LENGTH = 8_192;
  private static final int MAX_REMEMBERED = 10_000;
  private static final Duration KEYS_FOR = Duration.ofMinutes(5);
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);
  private static final Duration OUTAGE = Duration.ofHours(1);

  private final DefaultJWTProcessor<SecurityContext> processor;
  private final TokenClaims claims;
  private final Clock clock;
  private final Cache<String, Verified> verified;

  private record Verified(Authentication.Granted granted, Instant expiresAt) {}

  private JwksTokenVerifier(
      AccessConfig.Issuer issuer, JWKSource<SecurityContext> keys, Clock clock) {
    this.claims = new TokenClaims(issuer.tenantClaim(), issuer.rolesClaim());
    this.clock = clock;
    this.processor = processor(issuer, keys, clock);
    this.verified =
        Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfter(
                Expiry.<String, Verified>creating(
                    (_, entry) -> lifetime(entry.expiresAt(), issuer.cacheFor())))
            .build();
  }

  /** A verifier of an issuer's tokens; asks for its keys when the first token comes. */
  public static JwksTokenVerifier of(AccessConfig.Issuer issuer, Clock clock) {
    try {
      JWKSource<SecurityContext> keys =
          JWKSourceBuilder.create(
                  issuer.jwks().toURL(),
                  new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_JWKS_BYTES))
              .cache(KEYS_FOR.toMillis(), 2L * TIMEOUT_MILLIS)
              .rateLimited(ASK_AGAIN_AFTER.toMillis())
              .retrying(true)
              .outageTolerant(OUTAGE.toMillis())
              .build();
      return new JwksTokenVerifier(issuer, keys, clock);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public Authentication verify(String token) {
    if (token.length() > MAX_TOKEN_LENGTH) {
      return denied("The token is longer than " + MAX_TOKEN_LENGTH + " characters.");
    }
    String hash = sha256(token);
    Verified known = verified.getIfPresent(hash);
    if (known != null && clock.instant().isBefore(known.expiresAt())) {
      return known.granted();
    }
    return process(token, hash);
  }

  private Authentication process(String token, String hash) {
    if (!COMPACT.matcher(token).matches()) {
      return denied(NO_TOKEN);
    }
    try {
      JWTClaimsSet set = processor.process(token, null);
      Authentication result = claims.identity(set.getSubject(), set.getClaims());
      if (result instanceof Authentication.Granted granted) {
        verified.put(hash, new Verified(granted, set.getExpirationTime().toInstant()));
      }
      return result;
    } catch (ExpiredJWTException e) {
      return denied("The token has expired.");
    } catch (BadJWSException e) {
      return denied("The token's signature is not valid.");
    } catch (BadJOSEException e) {
      LOG.atDebug().setCause(e).log("Token refused");
      return denied("The token is not one for this service: see issuer, audience, key, times.");
    } catch (ParseException e) {
      return denied(NO_TOKEN);
    } catch (KeySourceException e) {
      LOG.atWarn().setCause(e).log("The token issuer's keys cannot be read");
      return new Authentication.Unavailable(
          "Tokens cannot be verified at present; retry after 1 s.");
    } catch (JOSEException e) {
      return denied("The token cannot be verified.");
    }
  }

  private static DefaultJWTProcessor<SecurityContext> processor(
      AccessConfig.Issuer issuer, JWKSource<SecurityContext> keys, Clock clock) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new PublishedKeys(keys));
    processor.setJWSVerifierFactory(new JdkVerifiers());
    DefaultJWTClaimsVerifier<SecurityContext> verifier =
        new DefaultJWTClaimsVerifier<>(
            issuer.audience(),
            new JWTClaimsSet.Builder().issuer(issuer.issuer()).build(),
            Set.of("exp", "sub")) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    verifier.setMaxClockSkew(Math.toIntExact(issuer.clockSkew().toSeconds()));
    processor.setJWTClaimsSetVerifier(verifier);
    return processor;
  }

  private Duration lifetime(Instant expiresAt, Duration longest) {
    Duration left = Duration.between(clock.instant(), expiresAt);
    return left.compareTo(longest) < 0 ? left : longest;
  }

  private static Authentication denied(String detail) {
    return new Authentication.Denied("token", detail);
  }

  /** Tokens themselves are not kept in memory longer than their requests. */
  private static String sha256(String token) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
