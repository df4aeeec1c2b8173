package io.spillway.access.adapter.jwt;

import static io.spillway.access.core.Keys.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.access.BearerFlow;
import io.spillway.access.KeyCache;
import io.spillway.access.adapter.memory.MemoryKeyStore;
import io.spillway.access.core.ApiKey;
import io.spillway.access.core.Authentication;
import io.spillway.access.core.Keys;
import io.spillway.access.core.Scope;
import io.spillway.access.core.Tenants;
import io.spillway.runtime.testing.HandClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * Any text as credentials: nobody is granted anything but with the one key or a token that the
 * issuer signed. {@code $K} and {@code $T} in an input stand for a good key and a good token, which
 * are made anew by every run.
 */
@Tag("extended")
class CredentialsFuzzTest {
  private static final ApiKey KEY = Keys.key(1);
  private static String token = "";
  private static Issuer issuer;
  private static KeyCache keys;
  private static BearerFlow flow;

  @BeforeAll
  static void start() throws Exception {
    ECKey ec = Issuer.ec("ec");
    issuer = new Issuer();
    issuer.publish(ec);
    HandClock clock = new HandClock(NOON);
    token =
        Issuer.token(
            ec,
            new JWTClaimsSet.Builder()
                .subject("alice")
                .issuer(Issuer.NAME)
                .audience(Issuer.AUDIENCE)
                .claim("tenant", "acme")
                .claim("roles", "shop")
                .issueTime(Date.from(NOON))
                .expirationTime(Date.from(NOON.plusSeconds(3_600)))
                .build());
    MemoryKeyStore store = new MemoryKeyStore();
    store.add(Keys.stored(KEY, Tenants.of(Set.of("acme")), EnumSet.allOf(Scope.class)));
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    keys = KeyCache.start(store, Duration.ofSeconds(1), Duration.ofDays(1), clock, metrics);
    flow = new BearerFlow(keys, JwksTokenVerifier.of(issuer.config(), clock), metrics);
    await().until(() -> keys.check().healthy());
    assertThat(flow.authenticate("Bearer " + token)).isInstanceOf(Authentication.Granted.class);
    assertThat(flow.authenticate("Bearer " + KEY.text()))
        .isInstanceOf(Authentication.Granted.class);
  }

  @AfterAll
  static void stop() throws Exception {
    keys.close();
    issuer.close();
  }

  @FuzzTest(maxDuration = "60s")
  void onlyGoodCredentialsAreGranted(byte[] input) {
    String text =
        new String(input, StandardCharsets.UTF_8).replace("$K", KEY.text()).replace("$T", token);
    Authentication result = flow.authenticate("Bearer " + text);
    String stripped = text.strip();
    boolean granted = result instanceof Authentication.Granted;
    if (stripped.equals(KEY.text()) || stripped.equals(token)) {
      assertThat(granted).as(text).isTrue();
    } else if (granted) {
      // The last digit of a signature has bits that mean nothing.
      assertThat(stripped).startsWith(token.substring(0, token.lastIndexOf('.') + 1));
    }
    if (result instanceof Authentication.Denied(var cause, String detail)) {
      assertThat(cause).isNotBlank();
      assertThat(detail).as("tells no secret").doesNotContain(KEY.secret());
    }
    assertThat(flow.authenticate(text)).isNotNull();
    ApiKey read = ApiKey.read(text);
    assertThat(read == null || read.text().equals(text)).isTrue();
  }
}
