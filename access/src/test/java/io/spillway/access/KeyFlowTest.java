package io.spillway.access;

import static io.spillway.access.core.Keys.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.access.adapter.memory.MemoryKeyStore;
import io.spillway.access.core.ApiKey;
import io.spillway.access.core.Authentication.Denied;
import io.spillway.access.core.Authentication.Granted;
import io.spillway.access.core.KeyRequest;
import io.spillway.access.core.KeyRing;
import io.spillway.access.core.Scope;
import io.spillway.access.core.StoredKey;
import io.spillway.access.core.Tenants;
import io.spillway.runtime.testing.HandClock;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyFlowTest {
  private final MemoryKeyStore store = new MemoryKeyStore();
  private final HandClock clock = new HandClock(NOON);
  private final KeyFlow keys = new KeyFlow(store, new Random(7), clock, "alice");
  private final KeyRequest shop =
      new KeyRequest(
          "the shop", Tenants.of(Set.of("acme")), Set.of(Scope.ORDERS_WRITE), Duration.ofDays(1));

  @Test
  void aCreatedKeyIsGrantedUntilItExpires() throws Exception {
    KeyFlow.Created created = keys.create(shop);

    assertThat(ring().authenticate(created.key(), NOON)).isInstanceOf(Granted.class);
    assertThat(ring().authenticate(created.key(), NOON.plus(Duration.ofDays(1))))
        .isInstanceOf(Denied.class);
    assertThat(keys.list()).containsExactly(created.stored());
    assertThat(created.stored().createdBy()).isEqualTo("alice");
  }

  @Test
  void aRevokedKeyIsRefusedAndStaysListed() throws Exception {
    KeyFlow.Created created = keys.create(shop);

    assertThat(keys.revoke(created.key().id()).map(key -> key.stateAt(NOON)))
        .hasValue(StoredKey.State.REVOKED);
    assertThat(ring().authenticate(created.key(), NOON)).isInstanceOf(Denied.class);
    assertThat(keys.list()).hasSize(1);
    assertThat(keys.revoke("0000000000000")).isEmpty();
  }

  @Test
  void aRotatedKeyAndItsSuccessorAreBothValidForAWhile() throws Exception {
    KeyFlow.Created first = keys.create(shop);
    clock.pass(Duration.ofHours(20));
    KeyFlow.Created second = keys.rotate(first.key().id(), Duration.ofHours(1)).orElseThrow();

    assertThat(ring().authenticate(first.key(), clock.instant())).isInstanceOf(Granted.class);
    assertThat(ring().authenticate(second.key(), clock.instant())).isInstanceOf(Granted.class);
    clock.pass(Duration.ofHours(1));
    assertThat(ring().authenticate(first.key(), clock.instant())).isInstanceOf(Denied.class);
    assertThat(second.stored().expiresAt()).isEqualTo(NOON.plus(Duration.ofHours(44)));
    assertThat(second.stored().scopes()).isEqualTo(shop.scopes());
    assertThat(keys.rotate(first.key().id(), Duration.ZERO)).isEmpty();
  }

  @Test
  void aKeyOfElsewhereIsAdmittedOnceAndStaysRevoked() throws Exception {
    ApiKey key = ApiKey.of(new byte[ApiKey.RANDOM_BYTES]);

    assertThat(keys.admit(key, shop)).isTrue();
    assertThat(ring().authenticate(key, NOON)).isInstanceOf(Granted.class);
    keys.revoke(key.id());
    assertThat(keys.admit(key, shop)).isFalse();
    assertThat(ring().authenticate(key, NOON)).isInstanceOf(Denied.class);
    assertThat(keys.list()).hasSize(1);
  }

  private KeyRing ring() throws Exception {
    return new KeyRing(keys.list());
  }
}
