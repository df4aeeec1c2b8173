package io.spillway.access.port;

import static io.spillway.access.core.Keys.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.access.core.ApiKey;
import io.spillway.access.core.Keys;
import io.spillway.access.core.Scope;
import io.spillway.access.core.StoredKey;
import io.spillway.access.core.Tenants;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store of keys does. Each test has keys of its own. */
public abstract class KeyStoreContract {
  /** The store, which may hold other keys. */
  protected abstract KeyStore store();

  @Test
  void aKeyIsReadAsItWasAdded() throws Exception {
    StoredKey some =
        Keys.stored(
                Keys.key(11),
                Tenants.of(Set.of("a", "b")),
                Set.of(Scope.ORDERS_READ, Scope.STOCK_WRITE))
            .expiring(NOON.plusMillis(7));
    StoredKey all = Keys.stored(Keys.key(12), Tenants.ALL, Set.of()).revoked(NOON);
    store().add(some);
    store().add(all);

    assertThat(store().readAll()).contains(some, all);
    assertThat(store().read(store().part(some.id()))).contains(some);
  }

  @Test
  void everyChangeOfAKeyChangesTheStampOfItsPartAndAUseDoesNot() throws Exception {
    StoredKey key = Keys.stored(Keys.key(13), Tenants.ALL, Set.of(Scope.OPERATE));
    int part = store().part(key.id());
    long empty = store().stamp(part);
    store().add(key);
    long added = store().stamp(part);
    assertThat(store().change(key.id(), found -> found.revoked(NOON))).hasValue(key.revoked(NOON));
    long revoked = store().stamp(part);

    assertThat(added).isGreaterThan(empty);
    assertThat(revoked).isGreaterThan(added);
    store().used(part, Map.of(key.id(), NOON));
    store().used(part, Map.of(key.id(), NOON.minusSeconds(60)));
    assertThat(store().stamp(part)).isEqualTo(revoked);
    assertThat(store().read(part))
        .filteredOn(found -> found.id().equals(key.id()))
        .singleElement()
        .extracting(StoredKey::lastUsedAt)
        .isEqualTo(NOON);
  }

  @Test
  void whatDoesNotExistIsNotChanged() throws Exception {
    assertThat(store().change(Keys.key(14).id(), key -> key.revoked(NOON))).isEmpty();
  }

  @Test
  void anIdIsTakenOnce() throws Exception {
    ApiKey key = Keys.key(15);
    store().add(Keys.stored(key, Tenants.ALL, Set.of()));
    assertThatThrownBy(() -> store().add(Keys.stored(key, Tenants.ALL, Set.of())))
        .isInstanceOf(KeyStore.UnavailableException.class);
  }
}
