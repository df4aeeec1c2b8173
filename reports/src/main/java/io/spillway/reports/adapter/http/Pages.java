package io.spillway.reports.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.spillway.reports.core.OrderSearch;
import io.spillway.reports.core.OrderStory;
import io.spillway.reports.core.OrderSummary;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.Section;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Renders the templates of {@code src/main/jte}, and serves their one script. */
final class Pages {
  /** Where the script is; its version is in the query, so browsers may keep it for ever. */
  static final String SCRIPT_PATH = "/reports/assets/reports.js";

  private static final String RESOURCES = "/io/spillway/reports/";

  private final String provider;
  private final String providerLogin;
  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), Pages.class.getPackageName());
  private final String style = resource("uplot/uPlot.min.css") + resource("reports.css");
  private final String script = resource("uplot/uPlot.iife.min.js") + resource("reports.js");
  private final String scriptUrl = SCRIPT_PATH + "?v=" + sha256(script, Base64.getUrlEncoder());
  private final String contentSecurityPolicy =
      "default-src 'none'; style-src 'sha256-"
          + sha256(style, Base64.getEncoder())
          + "'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'self'";

  /**
   * Pages of a server.
   *
   * @param provider what people may log in with besides API keys; empty for nothing
   * @param providerLogin where such a login begins: a whole address, for the browser has to come
   *     back to the one that it began at, with its cookie
   */
  Pages(String provider, String providerLogin) {
    this.provider = provider;
    this.providerLogin = providerLogin;
  }

  /** All reports; the notice is shown above them unless it is empty. */
  void reports(Context context, ReportData data, String notice) {
    answer(
        context,
        notice.isEmpty() ? 200 : 400,
        "reports.jte",
        Map.of("data", data, "notice", notice, "parts", parts(data)));
  }

  void orders(Context context, OrderSearch search, List<OrderSummary> orders, String notice) {
    answer(
        context,
        notice.isEmpty() ? 200 : 400,
        "orders.jte",
        Map.of("search", search, "orders", orders, "notice", notice));
  }

  void order(Context context, OrderStory story) {
    answer(context, 200, "order.jte", Map.of("story", story));
  }

  /** Where a browser gets a session; the notice says why it has none yet. */
  void login(Context context, int status, String next, String notice) {
    answer(
        context,
        status,
        "login.jte",
        Map.of(
            "next",
            URLEncoder.encode(next, UTF_8),
            "notice",
            notice,
            "provider",
            provider,
            "providerLogin",
            providerLogin));
  }

  /**
   * Leads on to another page, as a link there would: not as a part of what led here.
   *
   * @param to a page of the reports that {@link LoginPage#next} passed, or of the provider
   */
  void goTo(Context context, String title, String to) {
    answer(context, 200, "continue.jte", Map.of("title", title, "to", to));
  }

  /** What is said instead of a page. */
  void message(Context context, int status, String title, String text, String detail) {
    answer(context, status, "message.jte", Map.of("title", title, "text", text, "detail", detail));
  }

  /** Every part of the page that changes with the data, by its id. */
  Map<String, String> parts(ReportData data) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("status", render("status.jte", Map.of("data", data)));
    for (Section section : Section.values()) {
      if (!Panel.tiled(section).isEmpty()) {
        String id = section.id() + "-tiles";
        Map<String, Object> tiles = Map.of("id", id, "tiles", Tile.of(section, data));
        parts.put(id, render("tiles.jte", tiles));
      }
      for (ReportDefinition report : Panel.panels(section, data.selection())) {
        Map<String, Object> panel = Map.of("panel", new Panel(report, data));
        parts.put(report.name(), render("panel.jte", panel));
      }
    }
    return parts;
  }

  /** The chart library and the page's own script. */
  void script(Context context) {
    context
        .header("Cache-Control", "public, max-age=31536000, immutable")
        .header("X-Content-Type-Options", "nosniff")
        .contentType("text/javascript; charset=utf-8")
        .result(script);
  }

  private void answer(
      Context context, int status, String template, Map<String, Object> parameters) {
    Map<String, Object> all = new LinkedHashMap<>(parameters);
    all.put("layout", new Layout(style, scriptUrl, ReportAccess.hasSession(context)));
    context
        .status(status)
        .header("Content-Security-Policy", contentSecurityPolicy)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-store")
        .contentType("text/html; charset=utf-8")
        .result(render(template, all));
  }

  /**
   * What every page carries.
   *
   * @param session whether the person can log out
   */
  record Layout(String style, String scriptUrl, boolean session) {}

  private String render(String template, Map<String, Object> parameters) {
    StringOutput out = new StringOutput(8 * 1024);
    templates.render(template, parameters, out);
    return out.toString();
  }

  private static String sha256(String text, Base64.Encoder encoder) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return encoder.encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(RESOURCES + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar is damaged at " + name, e);
    }
  }
}
