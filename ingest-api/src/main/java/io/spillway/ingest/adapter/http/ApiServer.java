package io.spillway.ingest.adapter.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.CommandFlow;
import io.spillway.ingest.IngestConfig;
import io.spillway.ingest.IngestFlow;
import io.spillway.ingest.IngestMetrics;
import io.spillway.ingest.OrderWaitFlow;
import io.spillway.ingest.ProductFlow;
import io.spillway.ingest.core.AdjustmentRules;
import io.spillway.ingest.core.ByteBudget;
import io.spillway.ingest.core.OrderRules;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.port.OrderReads;
import io.spillway.ingest.port.StockReads;
import io.spillway.runtime.health.Health;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The HTTP API on its port. A request has a virtual thread, which waits for whatever it needs:
 * Redis, Kafka, a shard, a slow client.
 */
public final class ApiServer implements AutoCloseable {
  private static final int KEY_BYTES = 16;

  private final Javalin javalin;
  private final List<String> routes = new ArrayList<>();
  private final HttpMetrics httpMetrics;
  private final Responses responses;
  private final OrderWaitFlow waits;

  /** What the server serves with. */
  public record Backing(
      IngestFlow flow,
      CommandFlow commands,
      OrderWaitFlow waits,
      OrderReads orders,
      StockReads stock,
      ProductFlow products,
      IngestMetrics metrics,
      Health health,
      MeterRegistry registry,
      Supplier<String> scrape,
      RandomGenerator random,
      Clock clock) {}

  private ApiServer(IngestConfig config, Backing backing) {
    Requests requests = new Requests(backing.random());
    responses = new Responses(requests);
    waits = backing.waits();
    httpMetrics = new HttpMetrics(backing.registry());
    ApiParts parts =
        new ApiParts(
            backing.flow(),
            backing.commands(),
            backing.waits(),
            backing.orders(),
            backing.stock(),
            backing.products(),
            new OrderRules(config.order()),
            new AdjustmentRules(config.order()),
            new JsonReader(),
            new BodyReader(new ByteBudget(config.http().receivingBytes())),
            requests,
            responses,
            backing.metrics(),
            () -> freshKey(backing.random()),
            backing.clock(),
            config.http(),
            config.products(),
            config.waits().longest());
    OperatorRoutes operators = new OperatorRoutes(backing.health(), backing.scrape());
    javalin =
        Javalin.create(
            javalinConfig -> {
              JettySettings.apply(javalinConfig, config, backing.random());
              http(javalinConfig);
              orderRoutes(javalinConfig, parts);
              operatorRoutes(javalinConfig, operators);
              failures(javalinConfig);
            });
  }

  /**
   * Opens the port.
   *
   * @throws RuntimeException when the port is taken
   */
  public static ApiServer start(IngestConfig config, Backing backing) {
    ApiServer server = new ApiServer(config, backing);
    server.javalin.start();
    return server;
  }

  /** The port that it listens on. */
  public int port() {
    return javalin.port();
  }

  /** Every route, as {@code METHOD /path}. */
  public List<String> routes() {
    return List.copyOf(routes);
  }

  /** Refuses what comes from now on with 503, and answers what is there already. */
  @Override
  public void close() {
    waits.endAll();
    javalin.stop();
  }

  private void http(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.requestLogger.http(httpMetrics::end);
  }

  private void orderRoutes(JavalinConfig config, ApiParts parts) {
    OrderRoutes orders = new OrderRoutes(parts);
    StockRoutes stock = new StockRoutes(parts);
    route(config, HandlerType.POST, "/v1/orders", orders::submit);
    route(config, HandlerType.POST, "/v1/orders:batch", new BatchRoute(parts)::submit);
    OrderReadRoutes reads = new OrderReadRoutes(parts);
    route(config, HandlerType.GET, "/v1/orders", reads::page);
    route(config, HandlerType.GET, "/v1/orders/{id}", reads::find);
    CommandRoutes commands = new CommandRoutes(parts);
    route(config, HandlerType.POST, "/v1/orders/{id}/confirm", commands::confirm);
    route(config, HandlerType.POST, "/v1/orders/{id}/cancel", commands::cancel);
    route(config, HandlerType.POST, "/v1/orders/{id}/fulfil", commands::fulfil);
    route(config, HandlerType.POST, "/v1/orders/{id}/extend", commands::extend);
    route(config, HandlerType.POST, "/v1/stock/adjustments", stock::adjust);
    route(config, HandlerType.GET, "/v1/stock/adjustments/{reference}", stock::adjustment);
    route(config, HandlerType.GET, "/v1/stock/{sku}", stock::stock);
    ProductRoutes products = new ProductRoutes(parts);
    route(config, HandlerType.PUT, "/v1/products/{sku}", products::put);
    route(config, HandlerType.GET, "/v1/products/{sku}", products::find);
  }

  private void operatorRoutes(JavalinConfig config, OperatorRoutes operators) {
    route(config, HandlerType.GET, "/health/live", operators::live);
    route(config, HandlerType.GET, "/health/ready", operators::ready);
    route(config, HandlerType.GET, "/metrics", operators::metrics);
    route(config, HandlerType.GET, "/openapi.yaml", operators::openapi);
    route(config, HandlerType.GET, "/docs", operators::docs);
  }

  private void route(JavalinConfig config, HandlerType method, String path, Handler handler) {
    HttpMetrics.RouteTimers timers = httpMetrics.route(method.name() + ' ' + path);
    routes.add(method.name() + ' ' + path);
    Handler timed =
        ctx -> {
          HttpMetrics.begin(ctx, timers);
          handler.handle(ctx);
        };
    config.routes.addHttpHandler(method, path, timed);
    if (method == HandlerType.GET) {
      // Javalin answers HEAD with 200 whatever GET would answer. Jetty sends no body.
      config.routes.addHttpHandler(HandlerType.HEAD, path, timed);
    }
  }

  private void failures(JavalinConfig config) {
    config.routes.exception(HttpResponseException.class, this::refuseUnrouted);
    config.routes.exception(
        Exception.class, (e, ctx) -> responses.refuse(ctx, responses.problemOf(ctx, e)));
  }

  private void refuseUnrouted(HttpResponseException e, Context ctx) {
    if (e instanceof MethodNotAllowedResponse) {
      // The one detail is the list of methods; its name depends on Accept.
      ctx.header("Allow", String.join(", ", e.getDetails().values()) + ", OPTIONS");
      if (ctx.req().getMethod().equals("OPTIONS")) {
        ctx.status(204);
        return;
      }
    }
    ProblemType type =
        switch (e.getStatus()) {
          case 404 -> ProblemType.NOT_FOUND;
          case 405 -> ProblemType.METHOD_NOT_ALLOWED;
          case 413 -> ProblemType.BODY_TOO_LARGE;
          default -> e.getStatus() < 500 ? ProblemType.BAD_REQUEST : ProblemType.INTERNAL;
        };
    String detail =
        switch (type) {
          case NOT_FOUND -> "There is no resource at " + ctx.path() + '.';
          case METHOD_NOT_ALLOWED -> ctx.path() + " does not have this method; see Allow.";
          default -> "The request cannot be decoded.";
        };
    responses.refuse(ctx, Problem.of(type, detail));
  }

  /** 128 random bits: two callers without a key never share one. */
  private static String freshKey(RandomGenerator random) {
    byte[] bits = new byte[KEY_BYTES];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }
}
