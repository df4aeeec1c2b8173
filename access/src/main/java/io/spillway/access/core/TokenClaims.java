package io.spillway.access.core;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns the claims of a verified token into an identity: {@code scope} (RFC 8693, 4.2) and roles
 * add up, names that mean nothing here are ignored, tenants are the values of one claim.
 *
 * @param tenantClaim a text or a list of texts; {@code *} is every tenant
 * @param rolesClaim a text or a list of texts
 */
public record TokenClaims(String tenantClaim, String rolesClaim) {
  private static final String EVERY_TENANT = "*";

  /** The identity that the claims describe. */
  public Authentication identity(@Nullable String subject, Map<String, ?> claims) {
    Set<String> tenants = new TreeSet<>(texts(claims.get(tenantClaim)));
    if (tenants.isEmpty()) {
      return new Authentication.Denied(
          "no-tenant", "The token names no tenant: it has no claim '" + tenantClaim + "'.");
    }
    return new Authentication.Granted(
        new Identity(
            "token:" + (subject == null ? "" : subject),
            tenants.contains(EVERY_TENANT) ? Tenants.ALL : Tenants.of(tenants),
            scopes(claims)));
  }

  private Set<Scope> scopes(Map<String, ?> claims) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String text : texts(claims.get("scope"))) {
      for (String name : text.split(" ", -1)) {
        Scope.named(name).ifPresent(scopes::add);
      }
    }
    for (String name : texts(claims.get(rolesClaim))) {
      Role.named(name).ifPresent(role -> scopes.addAll(role.scopes()));
    }
    return scopes;
  }

  private static List<String> texts(@Nullable Object claim) {
    return switch (claim) {
      case String text -> List.of(text);
      case Collection<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }
}
