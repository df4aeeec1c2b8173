package io.spillway.analytics.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What every page has: its head, its style and script, and the leave to load nothing else. */
final class PageShell {
  private final String style = resource("reports.css");
  private final String script = resource("reports.js");

  /** Answers with a page; {@code live} ones renew themselves. */
  void answer(Context context, int status, String title, boolean live, String body) {
    context
        .status(status)
        .header("Content-Security-Policy", contentSecurityPolicy())
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-store")
        .contentType("text/html; charset=utf-8")
        .result(html(title, live, body));
  }

  private String contentSecurityPolicy() {
    return "default-src 'none'; style-src 'sha256-"
        + sha256(style)
        + "'; script-src 'sha256-"
        + sha256(script)
        + "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
  }

  private String html(String title, boolean live, String body) {
    StringBuilder out = new StringBuilder(body.length() + style.length() + 4_096);
    out.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    out.append("<meta name=\"color-scheme\" content=\"light dark\"><title>");
    out.append(Html.escape(title)).append("</title>");
    // Browsers would ask for /favicon.ico and report that there is none.
    out.append("<link rel=\"icon\" href=\"data:,\">");
    if (live) {
      out.append("<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>");
    }
    out.append("<style>").append(style).append("</style></head><body>");
    out.append("<a class=\"skip\" href=\"#content\">Skip to the figures</a>").append(body);
    out.append(live ? "<script>" + script + "</script>" : "");
    return out.append("</body></html>").toString();
  }

  private static String sha256(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = PageShell.class.getResourceAsStream("/io/spillway/analytics/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar is damaged at " + name, e);
    }
  }
}
