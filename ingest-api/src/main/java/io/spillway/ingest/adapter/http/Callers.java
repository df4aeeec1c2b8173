package io.spillway.ingest.adapter.http;

import io.javalin.http.Context;
import io.spillway.access.Authenticator;
import io.spillway.access.core.Authentication;
import io.spillway.access.core.Identity;
import io.spillway.access.core.Scope;
import io.spillway.access.core.Tenants;
import io.spillway.ingest.core.OrderRules;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whose request it is, and whether it may be answered. Thread-safe. */
final class Callers {
  private static final String IDENTITY = "spillway.identity";
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Authenticator authenticator;

  Callers(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  /** Refuses a request whose caller is unknown or lacks the route's scope. */
  void admit(Context ctx, Route route) {
    Scope scope = route.scope();
    if (scope == null) {
      return;
    }
    switch (authenticate(ctx)) {
      case Authentication.Granted(Identity identity) -> {
        if (!identity.may(scope)) {
          throw refused(ProblemType.FORBIDDEN, "This needs the scope '" + scope.text() + "'.");
        }
        ctx.attribute(IDENTITY, identity);
      }
      case Authentication.Denied(var _, String detail) ->
          throw refused(ProblemType.UNAUTHENTICATED, detail);
      case Authentication.Unavailable(String detail) ->
          throw new RefusalException(
              Problem.retry(ProblemType.IDENTITIES_UNAVAILABLE, detail, SOON));
    }
  }

  /** Whether the caller of an admitted request would be admitted now. */
  boolean stillMay(Context ctx, Route route) {
    return route.scope() == null || may(ctx, route.scope());
  }

  /** Whether the caller, who need not be known, has a scope. */
  boolean may(Context ctx, Scope scope) {
    return authenticate(ctx) instanceof Authentication.Granted(Identity identity)
        && identity.may(scope);
  }

  /** The caller of an admitted request. */
  static Identity identity(Context ctx) {
    Identity identity = ctx.attribute(IDENTITY);
    return Objects.requireNonNull(identity, "the route has no scope");
  }

  /** The tenants that the caller of an admitted request acts for. */
  static Tenants tenants(Context ctx) {
    return identity(ctx).tenants();
  }

  /** Whether the caller of an admitted request may read what names a person. */
  static boolean mayReadCustomers(Context ctx) {
    return identity(ctx).may(Scope.CUSTOMERS_READ);
  }

  /** The tenant of what names none; null when it must name one. */
  static @Nullable String usualTenant(Context ctx) {
    return tenants(ctx).usual(OrderRules.DEFAULT_TENANT);
  }

  /** Refuses what is for a tenant that the caller does not act for. */
  static void requireTenant(Tenants tenants, String tenant) {
    if (!tenants.allows(tenant)) {
      throw new RefusalException(otherTenant(tenant));
    }
  }

  /** Why something of a tenant is refused. Says nothing about whether the tenant exists. */
  static Problem otherTenant(String tenant) {
    return Problem.of(
        ProblemType.FORBIDDEN, "These credentials do not act for tenant '" + tenant + "'.");
  }

  private Authentication authenticate(Context ctx) {
    List<String> values = Collections.list(ctx.req().getHeaders("Authorization"));
    if (values.size() > 1) {
      return new Authentication.Denied("several", "Authorization must be given once.");
    }
    return authenticator.authenticate(values.isEmpty() ? null : values.getFirst());
  }

  private static RefusalException refused(ProblemType type, String detail) {
    return new RefusalException(Problem.of(type, detail));
  }
}
