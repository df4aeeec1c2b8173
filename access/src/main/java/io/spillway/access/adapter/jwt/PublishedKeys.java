package io.spillway.access.adapter.jwt;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of an issuer's published keys those that may have signed a token: of its key id and algorithm,
 * and only of algorithms with a public key, so that no published key can be mistaken for a shared
 * secret.
 */
public final class PublishedKeys implements JWSKeySelector<SecurityContext> {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

  private final JWKSource<SecurityContext> source;

  public PublishedKeys(JWKSource<SecurityContext> source) {
    this.source = source;
  }

  @Override
  public List<? extends Key> selectJWSKeys(JWSHeader header, @Nullable SecurityContext context)
      throws KeySourceException {
    JWKMatcher matcher =
        ALGORITHMS.contains(header.getAlgorithm()) ? JWKMatcher.forJWSHeader(header) : null;
    if (matcher == null) {
      return List.of();
    }
    List<Key> keys = new ArrayList<>();
    for (JWK jwk : source.get(new JWKSelector(matcher), context)) {
      keys.add(publicKey(jwk));
    }
    return keys;
  }

  private static Key publicKey(JWK jwk) throws KeySourceException {
    try {
      if (jwk instanceof OctetKeyPair pair) {
        return Ed25519.publicKey(pair.getDecodedX());
      }
      return ((AsymmetricJWK) jwk).toPublicKey();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new KeySourceException("the issuer publishes a key that is none: " + jwk.getKeyID(), e);
    }
  }
}
