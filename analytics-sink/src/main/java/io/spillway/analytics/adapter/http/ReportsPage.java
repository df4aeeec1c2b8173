package io.spillway.analytics.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.analytics.core.report.Chart;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.Reports;
import io.spillway.analytics.core.report.Window;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** The whole page: one answer, without anything to load from elsewhere. Thread-safe. */
final class ReportsPage {
  private final Duration refreshEvery;
  private final String style;
  private final String script;

  ReportsPage(Duration refreshEvery) {
    this.refreshEvery = refreshEvery;
    this.style = resource("reports.css");
    this.script = resource("reports.js").replace("__EVERY_MILLIS__", "" + refreshEvery.toMillis());
  }

  /** Allows this page's own style and script, and nothing else. */
  String contentSecurityPolicy() {
    return "default-src 'none'; style-src 'sha256-"
        + sha256(style)
        + "'; script-src 'sha256-"
        + sha256(script)
        + "'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
  }

  /** The page with figures; a notice, if not empty, stands at its head. */
  String html(Figures figures, String notice) {
    StringBuilder out = new StringBuilder(64 * 1024);
    out.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    out.append(
        "<meta name=\"color-scheme\" content=\"light dark\"><title>Spillway reports</title>");
    out.append("<noscript><meta http-equiv=\"refresh\" content=\"");
    out.append(Math.max(5, refreshEvery.toSeconds())).append("\"></noscript>");
    out.append("<style>").append(style).append("</style></head><body><main>");
    appendHead(out, figures, notice);
    if (figures.unavailable().isEmpty()) {
      out.append(Tiles.html(figures));
    }
    out.append("<div class=\"panels\">");
    for (ReportDefinition report : Reports.ALL) {
      if (report.chart() != Chart.TILES) {
        appendPanel(out, report, figures);
      }
    }
    out.append("</div></main><script>").append(script).append("</script></body></html>");
    return out.toString();
  }

  private static void appendHead(StringBuilder out, Figures figures, String notice) {
    out.append("<header><h1>Spillway reports</h1><p>As of <time>");
    out.append(Labels.moment(figures.at())).append("</time> UTC, renewed by itself</p></header>");
    out.append("<p class=\"alarm offline\" role=\"status\">The reports server does not answer; ");
    out.append("these figures are old.</p>");
    if (!notice.isEmpty()) {
      out.append("<p class=\"alarm\" role=\"alert\">").append(Html.escape(notice)).append("</p>");
    }
    if (!figures.unavailable().isEmpty()) {
      out.append("<p class=\"alarm\" role=\"alert\"><b>Elasticsearch is unavailable.</b> Orders ");
      out.append("are taken and kept all the same; the figures return with it. <small>");
      out.append(Html.escape(figures.unavailable())).append("</small></p>");
    }
  }

  private static void appendPanel(StringBuilder out, ReportDefinition report, Figures figures) {
    boolean wide =
        report.chart() == Chart.STACKED_COLUMNS || report.chart() == Chart.COLUMNS_PER_CURRENCY;
    out.append("<section class=\"panel").append(wide ? " wide" : "").append("\" id=\"");
    out.append(report.name()).append("\"><h2>").append(Html.escape(report.title()));
    out.append("</h2><p class=\"question\">").append(Html.escape(report.question()));
    out.append(" <a href=\"/reports/api/").append(report.name()).append("?range=");
    out.append(figures.window().range().code()).append("\">JSON</a></p>");
    if (report.chart() == Chart.STACKED_COLUMNS) {
      appendRanges(out, figures.window().range());
    }
    Optional<ReportTable> table = figures.of(report);
    if (table.isEmpty()) {
      out.append("<p class=\"empty\">No answer from Elasticsearch.</p>");
    } else if (table.get().rows().isEmpty()) {
      out.append("<p class=\"empty\">").append(emptyText(report, figures)).append("</p>");
    } else {
      out.append(Panels.body(report, table.get(), figures.window()));
    }
    out.append("</section>");
  }

  /** Nothing yet, nothing lately and nothing wrong are different news. */
  private static String emptyText(ReportDefinition report, Figures figures) {
    boolean someOrders =
        figures.of(Reports.ORDERS_BY_STATUS).map(t -> t.documents() > 0).orElse(false);
    if (report.chart() == Chart.STACKED_COLUMNS && someOrders) {
      return "No orders in the " + figures.window().range().label() + ".";
    }
    if (report.equals(Reports.STOCK_OUTS) && someOrders) {
      return "Nothing is sold out.";
    }
    if (report.equals(Reports.LOW_STOCK) && someOrders) {
      return "Nothing is low on stock.";
    }
    return "No data yet.";
  }

  private static void appendRanges(StringBuilder out, Window.Range chosen) {
    out.append("<nav class=\"ranges\" aria-label=\"Time range\">");
    for (Window.Range range : Window.Range.values()) {
      out.append("<a id=\"range-").append(range.code()).append("\" href=\"/reports?range=");
      out.append(range.code()).append('"');
      out.append(range == chosen ? " aria-current=\"true\"" : "");
      out.append('>').append(range.code()).append("</a>");
    }
    out.append("</nav>");
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
    try (InputStream in = ReportsPage.class.getResourceAsStream("/io/spillway/analytics/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar is damaged at " + name, e);
    }
  }
}
