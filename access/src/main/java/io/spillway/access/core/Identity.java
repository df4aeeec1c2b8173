package io.spillway.access.core;

import java.util.EnumSet;
import java.util.Set;

/**
 * A caller whose credentials were verified. Immutable.
 *
 * @param name for logs, audit and quotas: {@code key:ID}, {@code token:SUBJECT} or {@code anyone}
 */
public record Identity(String name, Tenants tenants, Set<Scope> scopes) {
  /** Every caller, where access is open. */
  public static final Identity ANYONE =
      new Identity("anyone", Tenants.ALL, EnumSet.allOf(Scope.class));

  public Identity {
    scopes = Set.copyOf(scopes);
  }

  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }
}
