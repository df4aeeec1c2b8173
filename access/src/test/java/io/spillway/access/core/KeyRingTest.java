package io.spillway.access.core;

import static io.spillway.access.core.Keys.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.access.core.Authentication.Denied;
import io.spillway.access.core.Authentication.Granted;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final ApiKey KEY = Keys.key(1);
  private static final StoredKey STORED =
      Keys.stored(KEY, Tenants.of(Set.of("acme")), Set.of(Scope.ORDERS_READ));

  @Test
  void aKeyIsItsIdentity() {
    assertThat(authenticate(STORED, KEY))
        .isEqualTo(
            new Granted(
                new Identity(
                    "key:" + KEY.id(), Tenants.of(Set.of("acme")), Set.of(Scope.ORDERS_READ))));
  }

  @Test
  void anotherSecretUnderAKnownIdIsAnUnknownKey() {
    ApiKey forged = new ApiKey(KEY.id(), Keys.key(2).secret());

    Authentication answer = authenticate(STORED, forged);

    assertThat(answer).isEqualTo(authenticate(STORED, Keys.key(3))).isInstanceOf(Denied.class);
  }

  @Test
  void aForgedKeyLearnsNothingOfARevocation() {
    ApiKey forged = new ApiKey(KEY.id(), Keys.key(2).secret());

    assertThat(authenticate(STORED.revoked(NOON), forged))
        .isEqualTo(authenticate(STORED, Keys.key(3)));
    assertThat(cause(STORED.revoked(NOON))).isEqualTo("revoked-key");
  }

  @Test
  void aKeyIsRefusedFromItsExpiryOn() {
    assertThat(cause(STORED.expiring(NOON))).isEqualTo("expired-key");
    assertThat(authenticate(STORED.expiring(NOON.plusMillis(1)), KEY)).isInstanceOf(Granted.class);
  }

  @Test
  void theFirstRevocationAndTheEarliestExpiryStand() {
    StoredKey revoked = STORED.revoked(NOON);
    assertThat(revoked.revoked(NOON.plusSeconds(1))).isSameAs(revoked);
    StoredKey expiring = STORED.expiring(NOON);
    assertThat(expiring.expiring(NOON.plusSeconds(1))).isSameAs(expiring);
    assertThat(expiring.expiring(NOON.minusSeconds(1)).expiresAt()).isEqualTo(NOON.minusSeconds(1));
    assertThat(revoked.version()).isEqualTo(STORED.version() + 1);
  }

  private static String cause(StoredKey stored) {
    return ((Denied) authenticate(stored, KEY)).cause();
  }

  private static Authentication authenticate(StoredKey stored, ApiKey key) {
    return new KeyRing(List.of(stored)).authenticate(key, NOON);
  }
}
