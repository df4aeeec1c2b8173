package io.spillway.reports.adapter.http;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.spillway.access.OpenIdConfig;
import io.spillway.access.OpenIdFlow;
import io.spillway.access.core.Authentication;
import io.spillway.access.core.LoginReply;
import io.spillway.access.port.OpenIdProvider;
import org.jspecify.annotations.Nullable;

/**
 * Logs people in with an OpenID Connect provider. The browser shows by a cookie of its own that it
 * is the one in which the login began; this cookie is {@code Lax}, because the browser comes back
 * from another site.
 */
final class ProviderLogin {
  static final String BEGIN = "/reports/login/oidc";
  static final String FINISH = OpenIdConfig.CALLBACK_PATH;
  private static final String COOKIE = "spillway-login";

  private final OpenIdFlow flow;
  private final ReportAccess access;
  private final Sessions sessions;
  private final Pages pages;

  ProviderLogin(OpenIdFlow flow, ReportAccess access, Sessions sessions, Pages pages) {
    this.flow = flow;
    this.access = access;
    this.sessions = sessions;
    this.pages = pages;
  }

  /** GET /reports/login/oidc: sends the browser to the provider. */
  void begin(Context context) {
    String next = LoginPage.next(context.queryParam("next"));
    try {
      OpenIdFlow.Begun begun = flow.begin(next);
      int seconds = Math.toIntExact(OpenIdFlow.PENDING_FOR.toSeconds());
      context.cookie(cookie(context, begun.browser(), seconds));
      context.header("Cache-Control", "no-store");
      context.header("Referrer-Policy", "no-referrer");
      context.redirect(begun.provider().toString());
    } catch (OpenIdProvider.UnavailableException e) {
      unavailable(context, next, "" + e.getMessage());
    }
  }

  /** GET /reports/login/callback: the browser is back. */
  void finish(Context context) {
    LoginReply reply =
        new LoginReply(
            context.queryParam("state"),
            context.queryParam("code"),
            context.queryParam("iss"),
            context.queryParam("error"),
            context.queryParam("error_description"));
    @Nullable String browser = context.cookie(COOKIE);
    switch (flow.finish(reply, browser, LoginPage.next(null))) {
      case OpenIdFlow.Outcome.LoggedIn(String next, var login) -> {
        context.cookie(cookie(context, "", 0));
        begin(context, next, new SessionLogin.Provider(login));
      }
      case OpenIdFlow.Outcome.Failed(String next, OpenIdFlow.Cause cause, String text) -> {
        switch (cause) {
          case UNKNOWN -> pages.login(context, 400, next, text);
          case REFUSED -> pages.login(context, 401, next, text);
          case UNAVAILABLE -> unavailable(context, next, text);
        }
      }
    }
  }

  private void begin(Context context, String next, SessionLogin login) {
    switch (access.verify(login)) {
      case Authentication.Granted _ -> {
        sessions.begin(context, login, flow.config().sessionFor(), isEncrypted(context));
        // A redirect would still belong to the navigation from the provider's site, on which the
        // browser does not send the session's cookie.
        pages.goTo(context, "Logged in", next);
      }
      case Authentication.Denied(String _, String detail) ->
          pages.login(context, 403, next, detail);
      case Authentication.Unavailable(String detail) -> unavailable(context, next, detail);
    }
  }

  private void unavailable(Context context, String next, String text) {
    context.header("Retry-After", "5");
    pages.login(context, 503, next, text);
  }

  /** A proxy that ends TLS speaks plain HTTP to this server; browsers still do not. */
  private boolean isEncrypted(Context context) {
    return flow.config().encrypted() || context.scheme().equals("https");
  }

  private Cookie cookie(Context context, String value, int maxAgeSeconds) {
    return new Cookie(
        COOKIE,
        value,
        ReportAccess.LOGIN,
        maxAgeSeconds,
        isEncrypted(context),
        true,
        null,
        SameSite.LAX);
  }
}
