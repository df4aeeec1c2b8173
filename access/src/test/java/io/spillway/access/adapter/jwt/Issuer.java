package io.spillway.access.adapter.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.spillway.access.AccessConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An issuer of tokens that publishes its keys over HTTP, for tests. */
final class Issuer implements AutoCloseable {
  static final String NAME = "https://issuer.test";
  static final String AUDIENCE = "spillway";
  private static final int ED25519_BYTES = 32;

  private final HttpServer server;
  private final List<JWK> published = new ArrayList<>();
  private volatile boolean down;
  private int asked;

  Issuer() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 8);
    server.createContext(
        "/jwks",
        exchange -> {
          try (exchange) {
            byte[] body = keys();
            exchange.sendResponseHeaders(down ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  AccessConfig.Issuer config() {
    return new AccessConfig.Issuer(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks"),
        NAME,
        AUDIENCE,
        Duration.ofSeconds(30),
        "tenant",
        "roles",
        Duration.ofMinutes(1));
  }

  private synchronized byte[] keys() {
    asked++;
    return new JWKSet(published).toString().getBytes(UTF_8);
  }

  synchronized void publish(JWK... keys) {
    published.clear();
    published.addAll(Arrays.stream(keys).map(JWK::toPublicJWK).toList());
  }

  synchronized int asked() {
    return asked;
  }

  void setDown(boolean down) {
    this.down = down;
  }

  static RSAKey rsa(String id) throws JOSEException {
    return new RSAKeyGenerator(2048).keyID(id).generate();
  }

  static ECKey ec(String id) throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
  }

  static String token(RSAKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt = new SignedJWT(header(JWSAlgorithm.RS256, key), claims);
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }

  static String token(ECKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt = new SignedJWT(header(JWSAlgorithm.ES256, key), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  /** The old attack: the published key taken for a shared secret. */
  static String tokenByPublicKeyAsSecret(RSAKey key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt = new SignedJWT(header(JWSAlgorithm.HS256, key), claims);
    jwt.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
    return jwt.serialize();
  }

  /** A pair of Ed25519; the library would need Tink to make one. */
  record Edwards(KeyPair pair, OctetKeyPair jwk) {
    static Edwards of(String id) throws GeneralSecurityException {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] x509 = pair.getPublic().getEncoded();
      byte[] x = Arrays.copyOfRange(x509, x509.length - ED25519_BYTES, x509.length);
      return new Edwards(
          pair, new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).keyID(id).build());
    }

    String token(JWTClaimsSet claims) throws GeneralSecurityException {
      SignedJWT jwt = new SignedJWT(header(JWSAlgorithm.EdDSA, jwk), claims);
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(jwt.getSigningInput());
      String signed = new String(jwt.getSigningInput(), UTF_8);
      return signed + '.' + Base64URL.encode(signature.sign());
    }
  }

  private static JWSHeader header(JWSAlgorithm algorithm, JWK key) {
    return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID()).build();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
