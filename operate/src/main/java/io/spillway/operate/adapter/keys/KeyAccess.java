package io.spillway.operate.adapter.keys;

import io.spillway.access.core.StoredKey;
import io.spillway.operate.core.access.KeyRights;
import io.spillway.operate.port.AccessPlane;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Keys of the API. They are made and revoked by people, so a change is a command for them. */
public final class KeyAccess implements AccessPlane {
  private final Supplier<List<StoredKey>> keys;
  private final Set<Right> wanted;
  private final Clock clock;

  /**
   * Some keys.
   *
   * @param keys all that were made
   * @param wanted names those whose keys matter
   */
  public KeyAccess(Supplier<List<StoredKey>> keys, Set<Right> wanted, Clock clock) {
    this.keys = keys;
    this.wanted = Set.copyOf(wanted);
    this.clock = clock;
  }

  @Override
  public Plane plane() {
    return Plane.HTTP;
  }

  @Override
  public Set<Right> actual() {
    return KeyRights.of(keys.get(), wanted, clock.instant());
  }

  @Override
  public List<String> apply(RightsDiff diff, Set<Right> all) {
    return KeyRights.commands(diff, all, keys.get(), clock.instant());
  }
}
