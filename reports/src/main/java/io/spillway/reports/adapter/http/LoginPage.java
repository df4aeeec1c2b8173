package io.spillway.reports.adapter.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.spillway.access.OpenIdFlow;
import io.spillway.access.core.Authentication;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where people log in with an API key, and log out. */
final class LoginPage {
  private static final int MAX_BODY_BYTES = 16_384;

  /** Logins on their way remember it. */
  private static final int MAX_NEXT_LENGTH = 2_000;

  private final ReportAccess access;
  private final Sessions sessions;
  private final Pages pages;
  private final Optional<OpenIdFlow> provider;

  LoginPage(ReportAccess access, Sessions sessions, Pages pages, Optional<OpenIdFlow> provider) {
    this.access = access;
    this.sessions = sessions;
    this.pages = pages;
    this.provider = provider;
  }

  /** GET /reports/login. */
  void show(Context context) {
    pages.login(context, 200, next(context.queryParam("next")), "");
  }

  /** POST /reports/login: the form's key begins a session. */
  void submit(Context context) {
    String next = next(context.queryParam("next"));
    if (isFromElsewhere(context)) {
      pages.login(context, 403, next, "This form was sent by another site.");
      return;
    }
    if (context.contentLength() > MAX_BODY_BYTES) {
      pages.login(context, 413, next, "The form is too large.");
      return;
    }
    String credentials =
        "Bearer " + Objects.requireNonNullElse(context.formParam("key"), "").strip();
    SessionLogin login = access.keyLogin(credentials);
    switch (access.verify(login)) {
      case Authentication.Granted _ -> {
        sessions.begin(context, login, Sessions.LIFETIME, context.scheme().equals("https"));
        context.header("Cache-Control", "no-store");
        context.redirect(next, HttpStatus.SEE_OTHER);
      }
      case Authentication.Denied(var _, String detail) -> pages.login(context, 401, next, detail);
      case Authentication.Unavailable(String detail) -> pages.login(context, 503, next, detail);
    }
  }

  /** POST /reports/logout: who logged in with a provider is sent there to log out, too. */
  void end(Context context) {
    if (!isFromElsewhere(context)
        && sessions.end(context) instanceof SessionLogin.Provider
        && provider.isPresent()) {
      @Nullable URI there = provider.get().logoutAt().orElse(null);
      if (there != null) {
        // Our forms may not lead to other sites, not even by a redirect.
        pages.goTo(context, "Logged out", there.toString());
        return;
      }
    }
    context.redirect(ReportAccess.LOGIN, HttpStatus.SEE_OTHER);
  }

  /** Every browser that is still kept up to date says where a form came from. */
  private static boolean isFromElsewhere(Context context) {
    String site = context.header("Sec-Fetch-Site");
    return site != null && !site.equals("same-origin") && !site.equals("none");
  }

  /** A place of the reports, whatever the address asked for: not one of another site. */
  static String next(@Nullable String wanted) {
    return wanted != null
            && wanted.length() <= MAX_NEXT_LENGTH
            && wanted.matches("/reports(?:[/?][\\x21-\\x7e&&[^\\\\]]*)?")
        ? wanted
        : "/reports";
  }
}
