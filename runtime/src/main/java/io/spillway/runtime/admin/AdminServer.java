package io.spillway.runtime.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.runtime.health.Health;
import io.spillway.runtime.health.HealthJson;
import io.spillway.runtime.health.HealthStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves {@code /health/live}, {@code /health/ready} and {@code /metrics} to operators. Live means
 * that the process answers; ready that every part would do its next operation. Of one service tell
 * {@code /health/ready/SERVICE} and {@code /metrics/SERVICE}, whether it shares its process or not.
 * With a token in the settings, who does not send it ({@code Authorization: Bearer}) is told
 * whether the process is live and ready, and nothing else.
 */
public final class AdminServer implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final HttpServer server;
  private final Optional<byte[]> authorization;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  public record Subject(String service, Health health, PrometheusMeterRegistry metrics) {}

  private AdminServer(HttpServer server, Optional<String> token) {
    this.server = server;
    this.authorization = token.map(text -> ("Bearer " + text).getBytes(UTF_8));
  }

  /**
   * Starts the server.
   *
   * @param metrics of the whole process
   * @throws IOException when the port is taken; the message names it
   */
  public static AdminServer start(
      AdminConfig config, List<Subject> services, PrometheusMeterRegistry metrics)
      throws IOException {
    int port = config.port();
    HttpServer http;
    try {
      http = HttpServer.create(new InetSocketAddress(config.host(), port), BACKLOG);
    } catch (IOException e) {
      throw new IOException("spillway.admin.port = " + port + " is in use; choose a free port", e);
    }
    AdminServer admin = new AdminServer(http, config.token());
    http.createContext("/health/live", get(e -> send(e, 200, JSON, "{\"status\":\"up\"}")));
    http.createContext("/health/ready", get(e -> admin.sendHealth(e, statuses(services))));
    http.createContext("/metrics", get(e -> admin.sendMetrics(e, metrics)));
    for (Subject each : services) {
      http.createContext(
          "/health/ready/" + each.service(),
          get(e -> admin.sendHealth(e, each.health().statuses())));
      http.createContext(
          "/metrics/" + each.service(), get(e -> admin.sendMetrics(e, each.metrics())));
    }
    http.setExecutor(admin.executor);
    http.start();
    return admin;
  }

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

  /** The parts of the only service, or of each after its name. */
  private static Map<String, HealthStatus> statuses(List<Subject> services) {
    if (services.size() == 1) {
      return services.getFirst().health().statuses();
    }
    Map<String, HealthStatus> all = new LinkedHashMap<>();
    for (Subject each : services) {
      each.health()
          .statuses()
          .forEach((part, status) -> all.put(each.service() + "/" + part, status));
    }
    return all;
  }

  private void sendHealth(HttpExchange exchange, Map<String, HealthStatus> statuses)
      throws IOException {
    boolean up = statuses.values().stream().allMatch(HealthStatus::healthy);
    String told =
        mayKnow(exchange)
            ? HealthJson.of(statuses)
            : "{\"status\":\"" + (up ? "up" : "down") + "\"}";
    send(exchange, up ? 200 : 503, JSON, told);
  }

  private void sendMetrics(HttpExchange exchange, PrometheusMeterRegistry metrics)
      throws IOException {
    if (mayKnow(exchange)) {
      send(exchange, 200, TEXT, metrics.scrape());
    } else {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"spillway-admin\"");
      send(
          exchange,
          401,
          "text/plain; charset=utf-8",
          "Send the token of spillway.admin.token-file: 'Authorization: Bearer …'.\n");
    }
  }

  private boolean mayKnow(HttpExchange exchange) {
    String sent = exchange.getRequestHeaders().getFirst("Authorization");
    return authorization.isEmpty()
        || (sent != null && MessageDigest.isEqual(authorization.get(), sent.getBytes(UTF_8)));
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
