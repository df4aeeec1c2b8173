package io.spillway.analytics.adapter.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.spillway.analytics.core.order.OrderSearch;
import io.spillway.analytics.core.order.OrderStory;
import io.spillway.analytics.core.report.Dimension;
import io.spillway.analytics.core.report.ReportDefinition;
import io.spillway.analytics.core.report.ReportRequest;
import io.spillway.analytics.core.report.ReportTable;
import io.spillway.analytics.core.report.Reports;
import io.spillway.analytics.core.report.Selection;
import io.spillway.analytics.port.IndexUnavailableException;
import io.spillway.analytics.port.OrderReads;
import io.spillway.analytics.port.ReportReads;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /reports} for people and {@code /reports/api} for programs. */
public final class ReportsServer implements AutoCloseable {
  private static final String PROBLEM = "application/problem+json";
  private static final String CSV = ".csv";

  /**
   * How it serves.
   *
   * @param port 0 takes a free one
   * @param refreshEvery how often open pages are renewed
   * @param patience how long a page waits for figures; those that come later are sent afterwards
   */
  public record Options(String host, int port, Duration refreshEvery, Duration patience) {}

  private final ReportReads reads;
  private final OrderReads orders;
  private final Clock clock;
  private final Duration patience;
  private final FiguresReader figures;
  private final LiveFigures live;
  private final PageShell shell = new PageShell();
  private final Javalin server;

  private ReportsServer(Options options, ReportReads reads, OrderReads orders, Clock clock) {
    this.reads = reads;
    this.orders = orders;
    this.clock = clock;
    this.patience = options.patience();
    this.figures = new FiguresReader(reads, clock);
    this.live = new LiveFigures(figures, options.refreshEvery());
    this.server = Javalin.create(this::configure).start(options.host(), options.port());
  }

  /** Serves until closed. */
  public static ReportsServer start(
      Options options, ReportReads reads, OrderReads orders, Clock clock) {
    return new ReportsServer(options, reads, orders, clock);
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** Pages that are open now. */
  public int viewers() {
    return live.viewers();
  }

  @Override
  public void close() {
    live.close();
    server.stop();
    figures.close();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    // An open page holds its thread.
    config.concurrency.useVirtualThreads = true;
    config.routes.get("/", context -> context.redirect("/reports"));
    config.routes.get("/reports", this::showPage);
    config.routes.get("/reports/live", live::serve);
    config.routes.get("/reports/orders", this::showOrders);
    config.routes.get("/reports/orders/{id}", this::showOrder);
    config.routes.get("/reports/api", context -> json(context, 200, ReportJson.index()));
    config.routes.get("/reports/api/{name}", this::answerReport);
    config.routes.error(
        404,
        context -> {
          @Nullable String type = context.res().getContentType();
          if (type == null || !(type.startsWith(PROBLEM) || type.startsWith("text/html"))) {
            problem(context, 404, "not-found", "Not found", "there is nothing at this address");
          }
        });
  }

  private void showPage(Context context) throws InterruptedException {
    Query query = Query.reports(context);
    String notice = Query.told(query.faults());
    String html = ReportsPage.html(figures.first(query.selection(), patience), notice);
    shell.answer(context, notice.isEmpty() ? 200 : 400, "Spillway reports", true, html);
  }

  private void showOrders(Context context) {
    Query query = Query.orders(context);
    OrderSearch search = query.orderSearch();
    List<String> faults = new ArrayList<>(query.faults());
    try {
      var found = orders.find(search);
      int status = faults.isEmpty() ? 200 : 400;
      String html = OrdersPage.html(search, found, Query.told(faults));
      shell.answer(context, status, "Spillway orders", false, html);
    } catch (IndexUnavailableException e) {
      unavailable(context, e);
    }
  }

  private void showOrder(Context context) {
    String id = context.pathParam("id");
    try {
      Optional<OrderStory> story = orders.story(id);
      if (story.isPresent()) {
        shell.answer(context, 200, "Order " + id, false, OrderPage.html(story.get()));
      } else {
        String text =
            "<main><h1>No such order</h1><p id=\"content\">No document of this order is here; it"
                + " may not have arrived yet. <a href=\"/reports\">Reports</a></p></main>";
        shell.answer(context, 404, "No such order", false, text);
      }
    } catch (IndexUnavailableException e) {
      unavailable(context, e);
    }
  }

  private void unavailable(Context context, IndexUnavailableException e) {
    String text =
        "<main><h1>Elasticsearch is unavailable</h1><p id=\"content\">Orders are taken and kept all"
            + " the same. <small>"
            + Html.escape("" + e.getMessage())
            + "</small> <a href=\"/reports\">Reports</a></p></main>";
    context.header("Retry-After", "5");
    shell.answer(context, 503, "Elasticsearch is unavailable", false, text);
  }

  private void answerReport(Context context) {
    String path = context.pathParam("name");
    boolean csv = path.endsWith(CSV);
    String name = csv ? path.substring(0, path.length() - CSV.length()) : path;
    Optional<ReportDefinition> report = Reports.named(name);
    if (report.isEmpty()) {
      problem(context, 404, "unknown-report", "Unknown report", "the reports are at /reports/api");
      return;
    }
    Query query = Query.reports(context);
    List<String> faults = new ArrayList<>(query.faults());
    Selection selection = query.selection();
    for (Dimension dimension : selection.notOf(report.get())) {
      faults.add("the report cannot be narrowed down by '" + dimension.parameter() + "'");
    }
    if (!faults.isEmpty()) {
      problem(context, 400, "bad-query", "The query is not understood", Query.told(faults));
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
