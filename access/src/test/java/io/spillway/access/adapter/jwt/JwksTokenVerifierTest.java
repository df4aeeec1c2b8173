package io.spillway.access.adapter.jwt;

import static io.spillway.access.core.Keys.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.spillway.access.core.Authentication;
import io.spillway.access.core.Authentication.Denied;
import io.spillway.access.core.Authentication.Granted;
import io.spillway.access.core.Authentication.Unavailable;
import io.spillway.access.core.Role;
import io.spillway.access.core.Tenants;
import io.spillway.runtime.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JwksTokenVerifierTest {
  private static RSAKey rsa;
  private static RSAKey strange;
  private static ECKey ec;

  private final HandClock clock = new HandClock(NOON);
  private Issuer issuer;
  private JwksTokenVerifier verifier;

  @BeforeAll
  static void makeKeys() throws Exception {
    rsa = Issuer.rsa("rsa");
    strange = Issuer.rsa("rsa");
    ec = Issuer.ec("ec");
  }

  @BeforeEach
  void start() throws Exception {
    issuer = new Issuer();
    issuer.publish(rsa, ec);
    verifier = JwksTokenVerifier.of(issuer.config(), clock);
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void aTokenIsWhomItsClaimsName() throws Exception {
    assertThat(verifier.verify(Issuer.token(rsa, claims().build())))
        .isInstanceOfSatisfying(
            Granted.class,
            granted -> {
              assertThat(granted.identity().name()).isEqualTo("token:alice");
              assertThat(granted.identity().tenants()).isEqualTo(Tenants.of(Set.of("acme")));
              assertThat(granted.identity().scopes()).isEqualTo(Role.SHOP.scopes());
            });
  }

  @Test
  void allThreeAlgorithmsAreVerified() throws Exception {
    Issuer.Edwards edwards = Issuer.Edwards.of("ed");
    issuer.publish(rsa, ec, edwards.jwk());

    assertThat(verifier.verify(Issuer.token(ec, claims().build()))).isInstanceOf(Granted.class);
    assertThat(verifier.verify(edwards.token(claims().build()))).isInstanceOf(Granted.class);
    String other = Issuer.Edwards.of("ed").token(claims().build());
    assertThat(verifier.verify(other)).isInstanceOf(Denied.class);
  }

  @Test
  void aForgedSignatureIsRefused() throws Exception {
    assertThat(detail(Issuer.token(strange, claims().build()))).contains("signature");
    assertThat(verifier.verify(Issuer.tokenByPublicKeyAsSecret(rsa, claims().build())))
        .isInstanceOf(Denied.class);
    assertThat(verifier.verify(new PlainJWT(claims().build()).serialize()))
        .isInstanceOf(Denied.class);
    assertThat(detail("no.token.atall")).contains("neither");
    assertThat(detail("x".repeat(9_000))).contains("longer");
  }

  @Test
  void issuerAudienceTimesAndSubjectMustBeRight() throws Exception {
    assertRefused(claims().issuer("https://else.test").build());
    assertRefused(claims().audience("else").build());
    assertRefused(claims().subject(null).build());
    assertRefused(claims().expirationTime(null).build());
    assertRefused(claims().notBeforeTime(at(NOON.plusSeconds(31))).build());
    assertThat(detail(Issuer.token(rsa, expiring(NOON.minusSeconds(31))))).contains("expired");
    assertThat(verifier.verify(Issuer.token(rsa, expiring(NOON.minusSeconds(29)))))
        .as("within the skew of the clocks")
        .isInstanceOf(Granted.class);
  }

  @Test
  void aVerifiedTokenIsRememberedAndStillExpires() throws Exception {
    String token = Issuer.token(rsa, expiring(NOON.plusSeconds(40)));
    assertThat(verifier.verify(token)).isInstanceOf(Granted.class);
    issuer.setDown(true);
    assertThat(verifier.verify(token)).isInstanceOf(Granted.class);

    clock.pass(Duration.ofSeconds(71));

    assertThat(verifier.verify(token)).isInstanceOf(Denied.class);
    assertThat(issuer.asked()).isEqualTo(1);
  }

  @Test
  void aKeyThatIsPublishedLaterIsFound() throws Exception {
    assertThat(verifier.verify(Issuer.token(rsa, claims().build()))).isInstanceOf(Granted.class);
    ECKey next = Issuer.ec("next");
    issuer.publish(rsa, next);

    assertThat(verifier.verify(Issuer.token(next, claims().build()))).isInstanceOf(Granted.class);
  }

  @Test
  void withoutTheIssuersKeysNothingIsKnownOfAToken() throws Exception {
    issuer.setDown(true);

    assertThat(verifier.verify(Issuer.token(rsa, claims().build())))
        .isInstanceOf(Unavailable.class);
  }

  private void assertRefused(JWTClaimsSet claims) throws Exception {
    Authentication answer = verifier.verify(Issuer.token(rsa, claims));
    assertThat(answer).as(claims.toString()).isInstanceOf(Denied.class);
  }

  private String detail(String token) {
    return ((Denied) verifier.verify(token)).detail();
  }

  private static JWTClaimsSet expiring(Instant at) {
    return claims().expirationTime(at(at)).build();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(Issuer.NAME)
        .audience(Issuer.AUDIENCE)
        .subject("alice")
        .claim("tenant", "acme")
        .claim("roles", "shop")
        .issueTime(at(NOON))
        .expirationTime(at(NOON.plusSeconds(600)));
  }

  private static Date at(Instant time) {
    return Date.from(time);
  }
}
