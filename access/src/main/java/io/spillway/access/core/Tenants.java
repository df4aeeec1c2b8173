package io.spillway.access.core;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tenants that an identity acts for. Immutable.
 *
 * @param all whether it acts for every tenant, also those to come
 * @param names the tenants, when not for all
 */
public record Tenants(boolean all, Set<String> names) {
  public static final Tenants ALL = new Tenants(true, Set.of());

  public Tenants {
    names = Set.copyOf(names);
    if (all && !names.isEmpty()) {
      throw new IllegalArgumentException("all tenants, and also these by name: " + names);
    }
  }

  /** Some tenants, or none. */
  public static Tenants of(Set<String> names) {
    return new Tenants(false, names);
  }

  public boolean allows(String tenant) {
    return all || names.contains(tenant);
  }

  /**
   * The tenant of a request that names none: the only one, or else {@code otherwise} if that is
   * allowed; null when the request must name one.
   */
  public @Nullable String usual(String otherwise) {
    if (names.size() == 1) {
      return names.iterator().next();
    }
    return allows(otherwise) ? otherwise : null;
  }

  /** For people: {@code *}, or the names in their order. */
  @Override
  public String toString() {
    return all ? "*" : String.join(",", new TreeSet<>(names));
  }
}
