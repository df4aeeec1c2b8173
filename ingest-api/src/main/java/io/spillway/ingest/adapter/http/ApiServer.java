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
import io.spillway.access.Authenticator;
import io.spillway.ingest.CommandFlow;
import io.spillway.ingest.IngestConfig;
import io.spillway.ingest.IngestFlow;
import io.spillway.ingest.IngestMetrics;
import io.spillway.ingest.OrderWaitFlow;
import io.spillway.ingest.PersonalData;
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
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The HTTP API on its port. A request has a virtual thread, which waits for whatever it needs:
 * Redis, Kafka, a shard, a slow client.
 */
public final class ApiServer implements AutoCloseable {
  private static final int KEY_BYTES = 16;

  private final Javalin javalin;
  private final Map<Route, Handler> handlers = new EnumMap<>(Route.class);
  private final Callers callers;
  private final HttpMetrics httpMetrics;
  private final Responses responses;
  private final OrderWaitFlow waits;

  /** What the server serves with. */
  public record Backing(
      Authenticator authenticator,
      IngestFlow flow,
      CommandFlow commands,
      OrderWaitFlow waits,
      OrderReads orders,
      PersonalData personal,
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
    callers = new Callers(backing.authenticator());
    httpMetrics = new HttpMetrics(backing.registry());
    ApiParts parts =
        new ApiParts(
            backing.flow(),
            backing.commands(),
            backing.waits(),
            backing.orders(),
            backing.personal(),
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
            config.waits());
    orderRoutes(parts);
    stockRoutes(parts);
    operatorRoutes(new OperatorRoutes(backing.health(), backing.scrape(), callers));
    javalin =
        Javalin.create(
            javalinConfig -> {
              JettySettings.apply(javalinConfig, config, backing.random());
              http(javalinConfig);
              for (Route route : Route.values()) {
                route(javalinConfig, route);
              }
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

  private void orderRoutes(ApiParts parts) {
    OrderRoutes orders = new OrderRoutes(parts);
    handlers.put(Route.SUBMIT_ORDER, orders::submit);
    handlers.put(Route.SUBMIT_BATCH, new BatchRoute(parts)::submit);
    OrderReadRoutes reads = new OrderReadRoutes(parts);
    handlers.put(Route.LIST_ORDERS, reads::page);
    handlers.put(Route.READ_ORDER, reads::find);
    handlers.put(Route.READ_ORDER_EVENTS, new OrderEventsRoute(parts, callers)::stream);
    CommandRoutes commands = new CommandRoutes(parts);
    handlers.put(Route.CONFIRM_ORDER, commands::confirm);
    handlers.put(Route.CANCEL_ORDER, commands::cancel);
    handlers.put(Route.FULFIL_ORDER, commands::fulfil);
    handlers.put(Route.EXTEND_HOLD, commands::extend);
  }

  private void stockRoutes(ApiParts parts) {
    StockRoutes stock = new StockRoutes(parts);
    handlers.put(Route.ADJUST_STOCK, stock::adjust);
    handlers.put(Route.READ_ADJUSTMENT, stock::adjustment);
    handlers.put(Route.READ_STOCK, stock::stock);
    ProductRoutes products = new ProductRoutes(parts);
    handlers.put(Route.WRITE_PRODUCT, products::put);
    handlers.put(Route.READ_PRODUCT, products::find);
  }

  private void operatorRoutes(OperatorRoutes operators) {
    handlers.put(Route.LIVE, operators::live);
    handlers.put(Route.READY, operators::ready);
    handlers.put(Route.METRICS, operators::metrics);
    handlers.put(Route.OPENAPI, operators::openapi);
    handlers.put(Route.ASYNCAPI, operators::asyncapi);
    handlers.put(Route.DOCS, operators::docs);
    handlers.put(Route.DOCS_OF_EVENTS, operators::docsOfEvents);
  }

  private void route(JavalinConfig config, Route route) {
    HttpMetrics.RouteTimers timers = httpMetrics.route(route.label());
    Handler handler = Objects.requireNonNull(handlers.get(route), route.label());
    Handler timed =
        ctx -> {
          HttpMetrics.begin(ctx, timers);
          callers.admit(ctx, route);
          handler.handle(ctx);
        };
    config.routes.addHttpHandler(route.method(), route.path(), timed);
    if (route.method() == HandlerType.GET) {
      // Javalin answers HEAD with 200 whatever GET would answer. Jetty sends no body.
      config.routes.addHttpHandler(HandlerType.HEAD, route.path(), timed);
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
