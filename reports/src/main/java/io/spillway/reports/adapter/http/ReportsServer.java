package io.spillway.reports.adapter.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.spillway.access.Authenticator;
import io.spillway.access.OpenIdFlow;
import io.spillway.access.adapter.jetty.HttpsConnector;
import io.spillway.access.core.Tenants;
import io.spillway.reports.core.Dimension;
import io.spillway.reports.core.OrderSearch;
import io.spillway.reports.core.OrderStory;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportRequest;
import io.spillway.reports.core.ReportTable;
import io.spillway.reports.core.Reports;
import io.spillway.reports.core.Selection;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.reports.port.OrderReads;
import io.spillway.reports.port.ReportReads;
import io.spillway.runtime.tls.OwnCertificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** {@code /reports} for people and {@code /reports/api} for programs. */
public final class ReportsServer implements AutoCloseable {
  private static final String PROBLEM = "application/problem+json";
  private static final String CSV = ".csv";

  /**
   * How it serves.
   *
   * @param port 0 takes a free one
   * @param patience how long a page waits for data; what comes later is sent as an update
   * @param certificate with it the server speaks HTTPS only; null for HTTP
   */
  public record Options(
      String host,
      int port,
      Duration refreshEvery,
      Duration patience,
      @Nullable OwnCertificate certificate) {}

  private final ReportReads reads;
  private final OrderReads orders;
  private final Clock clock;
  private final Duration patience;
  private final ReportDataReader data;
  private final ReportAccess access;
  private final LoginPage login;
  private final LiveUpdates live;
  private final Pages pages;
  private final @Nullable ProviderLogin provider;
  private final Javalin server;

  /**
   * Starts to serve.
   *
   * @param provider with which people may log in besides API keys
   * @param random names sessions, and must not be predictable
   */
  public ReportsServer(
      Options options,
      Authenticator authenticator,
      Optional<OpenIdFlow> provider,
      ReportReads reads,
      OrderReads orders,
      RandomGenerator random,
      Clock clock) {
    this.reads = reads;
    this.orders = orders;
    this.clock = clock;
    this.patience = options.patience();
    Sessions sessions = new Sessions(random, clock);
    this.access = new ReportAccess(authenticator, sessions);
    this.pages =
        new Pages(
            provider.map(flow -> flow.config().name()).orElse(""),
            provider
                .map(flow -> flow.config().reports().resolve(ProviderLogin.BEGIN).toString())
                .orElse(""));
    this.login = new LoginPage(access, sessions, pages, provider);
    this.provider =
        provider.map(flow -> new ProviderLogin(flow, access, sessions, pages)).orElse(null);
    this.data = new ReportDataReader(reads, clock);
    this.live = new LiveUpdates(data, pages, access, options.refreshEvery());
    this.server =
        Javalin.create(
                config -> {
                  listen(config, options);
                  configure(config);
                })
            .start();
  }

  public int port() {
    return server.port();
  }

  public int viewers() {
    return live.viewers();
  }

  @Override
  public void close() {
    live.close();
    server.stop();
    data.close();
  }

  private static void listen(JavalinConfig config, Options options) {
    config.jetty.addConnector(
        (server, settings) -> {
          OwnCertificate certificate = options.certificate();
          ServerConnector connector =
              certificate == null
                  ? new ServerConnector(server, new HttpConnectionFactory(settings))
                  : HttpsConnector.of(server, settings, certificate, options.host());
          connector.setHost(options.host());
          connector.setPort(options.port());
          return connector;
        });
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    // A live page holds its thread.
    config.concurrency.useVirtualThreads = true;
    config.routes.get("/", context -> context.redirect("/reports"));
    config.routes.get(Pages.SCRIPT_PATH, pages::script);
    config.routes.get(ReportAccess.LOGIN, login::show);
    config.routes.post(ReportAccess.LOGIN, login::submit);
    config.routes.post("/reports/logout", login::end);
    if (provider != null) {
      config.routes.get(ProviderLogin.BEGIN, provider::begin);
      config.routes.get(ProviderLogin.FINISH, provider::finish);
    }
    config.routes.get("/reports", access.page(this::showPage));
    config.routes.get("/reports/orders", access.page(this::showOrders));
    config.routes.get("/reports/orders/{id}", access.page(this::showOrder));
    config.routes.get("/reports/live", access.data(live::serve));
    config.routes.get(
        "/reports/api", access.data(context -> json(context, 200, ReportJson.index())));
    config.routes.get("/reports/api/{name}", access.data(this::answerReport));
    config.routes.exception(
        TenantRefusedException.class,
        (e, context) -> problem(context, 403, "forbidden", "Not allowed", "" + e.getMessage()));
    config.routes.error(
        404,
        context -> {
          @Nullable String type = context.res().getContentType();
          if (type == null || !(type.startsWith(PROBLEM) || type.startsWith("text/html"))) {
            problem(context, 404, "not-found", "Not found", "no resource at this address");
          }
        });
  }

  private void showPage(Context context) throws InterruptedException {
    Query query = Query.reports(context);
    String notice = String.join("; ", query.violations());
    pages.reports(context, data.first(query.selection(), patience), notice);
  }

  private void showOrders(Context context) {
    Query query = Query.orders(context);
    OrderSearch search = query.orderSearch();
    try {
      pages.orders(context, search, orders.find(search), String.join("; ", query.violations()));
    } catch (IndexUnavailableException e) {
      unavailable(context, e);
    }
  }

  private void showOrder(Context context) {
    try {
      Tenants tenants = ReportAccess.tenants(context);
      Optional<OrderStory> story =
          orders
              .story(context.pathParam("id"))
              .filter(found -> tenants.allows(found.summary().tenant()));
      if (story.isPresent()) {
        pages.order(context, story.get());
      } else {
        String text = "Elasticsearch has no document of this order; it may still be on its way.";
        pages.message(context, 404, "Order not found", text, "");
      }
    } catch (IndexUnavailableException e) {
      unavailable(context, e);
    }
  }

  private void unavailable(Context context, IndexUnavailableException e) {
    context.header("Retry-After", "5");
    String text = "Orders are still accepted. Reload the page to try again.";
    pages.message(context, 503, "Elasticsearch is unavailable", text, "" + e.getMessage());
  }

  private void answerReport(Context context) {
    String path = context.pathParam("name");
    boolean csv = path.endsWith(CSV);
    String name = csv ? path.substring(0, path.length() - CSV.length()) : path;
    Optional<ReportDefinition> report = Reports.named(name);
    if (report.isEmpty()) {
      problem(context, 404, "unknown-report", "Unknown report", "/reports/api lists the reports");
      return;
    }
    Query query = Query.reports(context);
    List<String> violations = new ArrayList<>(query.violations());
    Selection selection = query.selection();
    if (!selection.shows(report.get())) {
      problem(
          context,
          403,
          "forbidden",
          "Not allowed",
          "The report is about the whole pipeline; these credentials act for some tenants only.");
      return;
    }
    for (Dimension dimension : selection.notOf(report.get())) {
      violations.add("the report has no filter '" + dimension.parameter() + "'");
    }
    if (!violations.isEmpty()) {
      problem(context, 400, "bad-query", "Invalid query", String.join("; ", violations));
      return;
    }
    answer(context, report.get(), selection.request(report.get(), clock.instant()), csv);
  }

  private void answer(
      Context context, ReportDefinition report, ReportRequest request, boolean csv) {
    try {
      ReportTable table = reads.read(report, request);
      if (csv) {
        json(context, 200, ReportCsv.of(report, table));
        context.header(
            "Content-Disposition", "attachment; filename=\"" + report.name() + CSV + "\"");
        context.contentType("text/csv; charset=utf-8");
      } else {
        json(context, 200, ReportJson.report(report, table, request));
      }
    } catch (IndexUnavailableException e) {
      context.header("Retry-After", "5");
      problem(
          context, 503, "index-unavailable", "Elasticsearch is unavailable", "" + e.getMessage());
    }
  }

  static void problem(Context context, int status, String type, String title, String detail) {
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
