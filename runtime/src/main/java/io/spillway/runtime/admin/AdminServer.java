package io.spillway.runtime.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.runtime.health.Health;
import io.spillway.runtime.health.HealthJson;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves {@code /health/live}, {@code /health/ready} and {@code /metrics} to operators. Live means
 * that the process answers; ready that every part would do its next operation.
 */
public final class AdminServer implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  private AdminServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts the server.
   *
   * @throws IOException when the port is taken; the message names it
   */
  public static AdminServer start(
      String host, int port, Health health, PrometheusMeterRegistry metrics) throws IOException {
    HttpServer http;
    try {
      http = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
    } catch (IOException e) {
      throw new IOException("spillway.admin.port = " + port + " is in use; choose a free port", e);
    }
    AdminServer admin = new AdminServer(http);
    http.createContext("/health/live", get(e -> send(e, 200, JSON, "{\"status\":\"up\"}")));
    http.createContext(
        "/health/ready",
        get(
            e -> {
              var statuses = health.statuses();
              boolean up = statuses.values().stream().allMatch(s -> s.healthy());
              send(e, up ? 200 : 503, JSON, HealthJson.of(statuses));
            }));
    http.createContext("/metrics", get(e -> send(e, 200, TEXT, metrics.scrape())));
    http.setExecutor(admin.executor);
    http.start();
    return admin;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }

  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private static HttpHandler get(HttpHandler handler) {
    return exchange -> {
      try (exchange) {
        if (exchange.getRequestMethod().equals("GET")) {
          handler.handle(exchange);
        } else {
          exchange.sendResponseHeaders(405, -1);
        }
      }
    };
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
