package io.spillway.access.core;

import java.time.Instant;
import java.util.Random;
import java.util.Set;

/** Keys for tests. */
public final class Keys {
  public static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private Keys() {}

  /** The key of a seed. */
  public static ApiKey key(int seed) {
    byte[] random = new byte[ApiKey.RANDOM_BYTES];
    new Random(seed).nextBytes(random);
    return ApiKey.of(random);
  }

  /** What is kept of a key that never expires. */
  public static StoredKey stored(ApiKey key, Tenants tenants, Set<Scope> scopes) {
    return new StoredKey(
        key.id(), key.hash(), "test", tenants, scopes, NOON, "tests", null, null, null, 1);
  }
}
