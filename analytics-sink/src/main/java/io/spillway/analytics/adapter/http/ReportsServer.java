package io.spillway.analytics.adapter.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.Reports;
import io.spillway.analytics.core.report.Window;
import io.spillway.analytics.port.IndexUnavailableException;
import io.spillway.analytics.port.ReportReads;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /reports} for people and {@code /reports/api} for programs. */
public final class ReportsServer implements AutoCloseable {
  private static final String PROBLEM = "application/problem+json";
  private static final Window.Range USUAL = Window.Range.HOUR;

  private final ReportReads reads;
  private final Clock clock;
  private final FiguresReader figures;
  private final ReportsPage page;
  private final Javalin server;

  private ReportsServer(
      String host, int port, Duration refreshEvery, ReportReads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
    this.figures = new FiguresReader(reads, clock);
    this.page = new ReportsPage(refreshEvery);
    this.server = Javalin.create(this::configure).start(host, port);
  }

  /** Serves; port 0 takes a free one. */
  public static ReportsServer start(
      String host, int port, Duration refreshEvery, ReportReads reads, Clock clock) {
    return new ReportsServer(host, port, refreshEvery, reads, clock);
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.routes.get("/", context -> context.redirect("/reports"));
    config.routes.get("/reports", this::showPage);
    config.routes.get("/reports/api", context -> json(context, 200, ReportJson.index()));
    config.routes.get("/reports/api/{name}", this::answerReport);
    config.routes.error(
        404,
        context -> {
          if (!PROBLEM.equals(context.res().getContentType())) {
            problem(context, 404, "not-found", "Not found", "there is nothing at this address");
          }
        });
  }

  private void showPage(Context context) {
    Optional<Window.Range> range = range(context);
    String notice = range.isPresent() ? "" : badRange() + "; showing the " + USUAL.label();
    String html = page.html(figures.read(range.orElse(USUAL)), notice);
    context
        .status(range.isPresent() ? 200 : 400)
        .header("Content-Security-Policy", page.contentSecurityPolicy())
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-store")
        .contentType("text/html; charset=utf-8")
        .result(html);
  }

  private void answerReport(Context context) {
    Optional<ReportDefinition> report = Reports.named(context.pathParam("name"));
    Optional<Window.Range> range = range(context);
    if (report.isEmpty()) {
      problem(context, 404, "unknown-report", "Unknown report", "the reports are at /reports/api");
    } else if (range.isEmpty()) {
      problem(context, 400, "bad-range", "Unknown range", badRange());
    } else {
      Window window = Window.endingAt(clock.instant(), range.get());
      try {
        json(
            context,
            200,
            ReportJson.report(report.get(), reads.read(report.get(), window), window));
      } catch (IndexUnavailableException e) {
        context.header("Retry-After", "5");
        problem(
            context, 503, "index-unavailable", "Elasticsearch is unavailable", "" + e.getMessage());
      }
    }
  }

  private static Optional<Window.Range> range(Context context) {
    @Nullable String code = context.queryParam("range");
    return code == null ? Optional.of(USUAL) : Window.Range.of(code);
  }

  private static String badRange() {
    return "range must be one of "
        + Arrays.stream(Window.Range.values())
            .map(Window.Range::code)
            .collect(Collectors.joining(", "));
  }

  private static void problem(
      Context context, int status, String type, String title, String detail) {
    json(context, status, ReportJson.problem(status, type, title, detail));
    context.contentType(PROBLEM);
  }

  private static void json(Context context, int status, String body) {
    context
        .status(status)
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .contentType("application/json")
        .result(body);
  }
}
