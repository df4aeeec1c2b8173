package io.spillway.operate.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.access.core.Scope;
import io.spillway.access.core.StoredKey;
import io.spillway.access.core.Tenants;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyRightsTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
  private static final Set<Right> WANTED =
      Set.of(
          right("account:team fraud", "log-in"),
          right("tenant:acme", "orders:read"),
          right("tenant:zeta", "orders:read"));

  @Test
  void aTeamWithoutAKeyIsToldHowToMakeOne() {
    assertThat(commands(List.of()))
        .containsExactly(
            "./spillway keys create --name 'team fraud' --scope orders:read --tenant acme --tenant zeta"
                + " --out team-fraud.key");
  }

  @Test
  void severalKeysMayShareTheRights() {
    List<StoredKey> keys =
        List.of(
            key("1", "team fraud", Set.of("acme"), null, Scope.ORDERS_READ),
            key("2", "team fraud: batch", Set.of("zeta"), null, Scope.ORDERS_READ));
    assertThat(KeyRights.of(keys, WANTED, NOW)).isEqualTo(WANTED);
    assertThat(commands(keys)).isEmpty();
  }

  @Test
  void aKeyThatMayMoreIsToBeRevoked() {
    List<StoredKey> keys =
        List.of(
            key("1", "team fraud", Set.of("acme", "zeta"), null, Scope.ORDERS_READ),
            key("2", "team fraud", Set.of("acme"), null, Scope.ORDERS_READ, Scope.ORDERS_WRITE));
    assertThat(RightsDiff.between(WANTED, KeyRights.of(keys, WANTED, NOW)).extra())
        .containsExactly(right("tenant:acme", "orders:write"));
    assertThat(commands(keys)).containsExactly("./spillway keys revoke 2");
  }

  @Test
  void keysOfShopsAndKeysThatHaveEndedDoNotCount() {
    List<StoredKey> keys =
        List.of(
            key("1", "fraud", Set.of("acme"), null, Scope.ORDERS_WRITE),
            key("2", "team fraud", Set.of("acme"), NOW, Scope.ORDERS_WRITE));
    assertThat(KeyRights.of(keys, WANTED, NOW)).isEmpty();
  }

  /** Otherwise it would be let in for ever. */
  @Test
  void aKeyOfATeamThatIsNoLongerInTheFileIsToBeRevoked() {
    List<StoredKey> keys =
        List.of(key("9", "team gone: batch", Set.of("acme"), null, Scope.OPERATE));
    assertThat(KeyRights.of(keys, WANTED, NOW))
        .containsExactlyInAnyOrder(
            new Right("gone", Plane.HTTP, "account:team gone", "log-in"),
            new Right("gone", Plane.HTTP, "tenant:acme", "operate"));
    assertThat(commands(keys)).contains("./spillway keys revoke 9");
  }

  private static List<String> commands(List<StoredKey> keys) {
    RightsDiff diff = RightsDiff.between(WANTED, KeyRights.of(keys, WANTED, NOW));
    return KeyRights.commands(diff, WANTED, keys, NOW);
  }

  private static StoredKey key(
      String id, String name, Set<String> tenants, Instant revokedAt, Scope... scopes) {
    return new StoredKey(
        id, "hash", name, Tenants.of(tenants), Set.of(scopes), NOW, "me", null, revokedAt, null, 1);
  }

  private static Right right(String resource, String action) {
    return new Right("fraud", Plane.HTTP, resource, action);
  }
}
