package io.spillway.access;

import static io.spillway.access.core.Keys.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.access.adapter.memory.MemoryKeyStore;
import io.spillway.access.core.ApiKey;
import io.spillway.access.core.Authentication.Denied;
import io.spillway.access.core.Authentication.Granted;
import io.spillway.access.core.Authentication.Unavailable;
import io.spillway.access.core.Keys;
import io.spillway.access.core.Scope;
import io.spillway.access.core.Tenants;
import io.spillway.runtime.testing.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyCacheTest {
  private static final ApiKey KEY = Keys.key(1);

  private final MemoryKeyStore store = new MemoryKeyStore();
  private final HandClock clock = new HandClock(NOON);
  private final KeyCache cache =
      KeyCache.start(
          store, Duration.ofMillis(5), Duration.ofMinutes(10), clock, new SimpleMeterRegistry());

  @AfterEach
  void close() throws Exception {
    cache.close();
  }

  @Test
  void knowsAKeySoonAfterItWasAddedAndNoMoreOnceItWasRevoked() throws Exception {
    add();
    store.change(KEY.id(), key -> key.revoked(NOON));

    await().until(() -> cache.authenticate(KEY) instanceof Denied);
    assertThat(((Denied) cache.authenticate(KEY)).cause()).isEqualTo("revoked-key");
  }

  @Test
  void keysOutliveAnOutageForALimitedTime() throws Exception {
    add();
    store.setSilent(true);
    clock.pass(Duration.ofMinutes(9));
    assertThat(cache.authenticate(KEY)).isInstanceOf(Granted.class);

    clock.pass(Duration.ofMinutes(2));
    // The last look that was answered may have been just before the store fell silent.
    await().until(() -> cache.authenticate(KEY) instanceof Unavailable);
    assertThat(cache.check().healthy()).isFalse();

    store.setSilent(false);
    await().until(() -> cache.authenticate(KEY) instanceof Granted);
  }

  @Test
  void grantsNothingBeforeTheKeysAreRead() throws Exception {
    MemoryKeyStore silent = new MemoryKeyStore();
    silent.setSilent(true);
    try (KeyCache unread =
        KeyCache.start(
            silent,
            Duration.ofMillis(5),
            Duration.ofMinutes(1),
            clock,
            new SimpleMeterRegistry())) {
      assertThat(unread.authenticate(KEY)).isInstanceOf(Unavailable.class);
      assertThat(unread.check().healthy()).isFalse();
    }
  }

  @Test
  void notesByTheMinuteWhenAKeyWasUsed() throws Exception {
    add();
    Instant used = NOON.plusSeconds(70);
    clock.pass(Duration.ofSeconds(70));
    await()
        .until(
            () -> {
              cache.authenticate(KEY);
              return store.read(0).iterator().next().lastUsedAt() != null;
            });
    assertThat(store.read(0).iterator().next().lastUsedAt())
        .isIn(NOON, NOON.plusSeconds(60))
        .isNotEqualTo(used);
  }

  private void add() throws Exception {
    store.add(Keys.stored(KEY, Tenants.ALL, Set.of(Scope.OPERATE)));
    await().until(() -> cache.authenticate(KEY) instanceof Granted);
  }
}
