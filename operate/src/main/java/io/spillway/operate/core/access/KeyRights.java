package io.spillway.operate.core.access;

import io.spillway.access.core.StoredKey;
import io.spillway.access.core.Tenants;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keys of the API as rights of those whose names they have: {@code team fraud}, or {@code team
 * fraud: what for}. Any other key that the file does not name is a shop's, and none of its matter.
 */
public final class KeyRights {
  private static final Pattern OF_TEAM = Pattern.compile("team ([a-z][a-z0-9-]*)(?::.*)?");

  private KeyRights() {}

  /** What the valid keys of teams, and of those who shall have some, allow. */
  public static Set<Right> of(Collection<StoredKey> keys, Set<Right> wanted, Instant now) {
    Map<String, String> accounts = accounts(wanted);
    Set<Right> rights = new HashSet<>();
    for (StoredKey key : keys) {
      if (key.stateAt(now) == StoredKey.State.ACTIVE) {
        rights.addAll(rights(key, accounts));
      }
    }
    return rights;
  }

  /**
   * The commands that make them agree: keys are made and revoked by people, for somebody has to
   * take the key.
   */
  public static List<String> commands(
      RightsDiff diff, Set<Right> wanted, Collection<StoredKey> keys, Instant now) {
    List<String> commands = new ArrayList<>();
    Map<String, String> accounts = accounts(wanted);
    for (StoredKey key : keys) {
      boolean active = key.stateAt(now) == StoredKey.State.ACTIVE;
      if (active && !wanted.containsAll(rights(key, accounts))) {
        commands.add("./spillway keys revoke " + key.id());
      }
    }
    accounts.forEach(
        (name, principal) -> {
          if (!of(principal, diff.missing()).isEmpty()) {
            commands.addAll(create(name, of(principal, wanted)));
          }
        });
    return commands;
  }

  /** One key for all tenants that it has the same scopes for. */
  private static List<String> create(String name, Set<Right> own) {
    Map<String, SortedSet<String>> scopes = new TreeMap<>();
    for (Right right : own) {
      if (right.kind().equals("tenant")) {
        scopes.computeIfAbsent(right.action(), _ -> new TreeSet<>()).add(right.name());
      }
    }
    Map<SortedSet<String>, SortedSet<String>> byTenants =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    scopes.forEach(
        (scope, tenants) -> byTenants.computeIfAbsent(tenants, _ -> new TreeSet<>()).add(scope));
    return byTenants.entrySet().stream()
        .map(
            each ->
                "./spillway keys create --name '"
                    + name
                    + "' "
                    + each.getValue().stream()
                        .map(scope -> "--scope " + scope)
                        .collect(Collectors.joining(" "))
                    + " "
                    + (each.getKey().contains("*")
                        ? "--all-tenants"
                        : each.getKey().stream()
                            .map(tenant -> "--tenant " + tenant)
                            .collect(Collectors.joining(" ")))
                    + " --out "
                    + name.replaceAll("[^A-Za-z0-9-]", "-")
                    + ".key")
        .toList();
  }

  private static Map<String, String> accounts(Set<Right> wanted) {
    Map<String, String> accounts = new TreeMap<>();
    for (Right right : wanted) {
      if (right.plane() == Plane.HTTP && right.action().equals(Right.LOG_IN)) {
        accounts.put(right.name(), right.principal());
      }
    }
    return accounts;
  }

  /** None where the key is a shop's. */
  private static Set<Right> rights(StoredKey key, Map<String, String> accounts) {
    for (Map.Entry<String, String> account : accounts.entrySet()) {
      String name = account.getKey();
      if (key.name().equals(name) || key.name().startsWith(name + ":")) {
        return rights(key, name, account.getValue());
      }
    }
    Matcher team = OF_TEAM.matcher(key.name());
    return team.matches() ? rights(key, key.name().split(":", 2)[0], team.group(1)) : Set.of();
  }

  private static Set<Right> rights(StoredKey key, String name, String principal) {
    Set<Right> rights = new HashSet<>();
    rights.add(new Right(principal, Plane.HTTP, "account:" + name, Right.LOG_IN));
    Tenants tenants = key.tenants();
    for (String tenant : tenants.all() ? Set.of("*") : tenants.names()) {
      key.scopes()
          .forEach(
              scope ->
                  rights.add(new Right(principal, Plane.HTTP, "tenant:" + tenant, scope.text())));
    }
    return rights;
  }

  private static Set<Right> of(String principal, Set<Right> rights) {
    return rights.stream()
        .filter(right -> right.plane() == Plane.HTTP && right.principal().equals(principal))
        .collect(Collectors.toSet());
  }
}
