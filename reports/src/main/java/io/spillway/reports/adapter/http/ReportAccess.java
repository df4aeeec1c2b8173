package io.spillway.reports.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.spillway.access.Authenticator;
import io.spillway.access.core.Authentication;
import io.spillway.access.core.Identity;
import io.spillway.access.core.Scope;
import io.spillway.access.core.Tenants;
import java.net.URLEncoder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets those in who may read reports: programs by the header {@code Authorization}, people by the
 * session that a login began. A session is only as good as the credentials it began with: these are
 * verified with every request, so that a revoked key ends its sessions too. Thread-safe.
 */
final class ReportAccess {
  static final String LOGIN = "/reports/login";

  private static final String IDENTITY = "spillway.identity";
  private static final String SESSION = "spillway.session";

  private final Authenticator authenticator;
  private final Sessions sessions;

  ReportAccess(Authenticator authenticator, Sessions sessions) {
    this.authenticator = authenticator;
    this.sessions = sessions;
  }

  /** A page: whoever may not see it is sent to the login. */
  Handler page(Handler handler) {
    return context -> {
      Authentication answer = authenticate(context);
      if (answer instanceof Authentication.Denied) {
        context.header("Cache-Control", "no-store");
        context.redirect(LOGIN + "?next=" + URLEncoder.encode(wanted(context), UTF_8));
      } else if (admitted(context, answer)) {
        handler.handle(context);
      }
    };
  }

  /** An answer for programs: whoever may not have it is told why. */
  Handler data(Handler handler) {
    return context -> {
      if (admitted(context, authenticate(context))) {
        handler.handle(context);
      }
    };
  }

  /** Whose API key or token this is. */
  SessionLogin keyLogin(String authorization) {
    return new SessionLogin.Key(authenticator, authorization);
  }

  /** Whose login this is, if it may read reports. */
  Authentication verify(SessionLogin login) {
    return permitted(login.authenticate());
  }

  private static Authentication permitted(Authentication answer) {
    return answer instanceof Authentication.Granted(Identity identity)
            && !identity.may(Scope.REPORTS_READ)
        ? new Authentication.Denied(
            "scope", "This needs the scope '" + Scope.REPORTS_READ.text() + "'.")
        : answer;
  }

  /** Whether the caller of an admitted request may still have what it is being sent. */
  boolean stillAdmitted(Context context) {
    return authenticate(context) instanceof Authentication.Granted;
  }

  /** The tenants whose data the caller of an admitted request may see. */
  static Tenants tenants(Context context) {
    Identity identity = context.attribute(IDENTITY);
    return Objects.requireNonNull(identity, "a route without access").tenants();
  }

  /** Whether the request came with a session, which its person can end. */
  static boolean hasSession(Context context) {
    return context.attribute(SESSION) != null;
  }

  private Authentication authenticate(Context context) {
    @Nullable String header = context.header("Authorization");
    @Nullable SessionLogin session = header == null ? sessions.login(context) : null;
    if (session != null) {
      context.attribute(SESSION, true);
      return verify(session);
    }
    return permitted(authenticator.authenticate(header));
  }

  private static boolean admitted(Context context, Authentication answer) {
    switch (answer) {
      case Authentication.Granted(Identity identity) -> {
        context.attribute(IDENTITY, identity);
        return true;
      }
      case Authentication.Denied(String cause, String detail) -> {
        int status = cause.equals("scope") ? 403 : 401;
        if (status == 401) {
          context.header("WWW-Authenticate", "Bearer realm=\"spillway\"");
        }
        ReportsServer.problem(
            context,
            status,
            status == 401 ? "unauthenticated" : "forbidden",
            status == 401 ? "No valid credentials" : "Not allowed",
            detail);
      }
      case Authentication.Unavailable(String detail) -> {
        context.header("Retry-After", "1");
        ReportsServer.problem(
            context, 503, "identities-unavailable", "Credentials cannot be verified", detail);
      }
    }
    return false;
  }

  private static String wanted(Context context) {
    @Nullable String query = context.queryString();
    return context.path() + (query == null ? "" : "?" + query);
  }
}
