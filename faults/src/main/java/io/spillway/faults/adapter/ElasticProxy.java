package io.spillway.faults.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import com.typesafe.config.ConfigFactory;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.config.TrustedCertificates;
import io.spillway.runtime.tls.OwnCertificate;
import io.spillway.stack.adapter.tls.SecureHome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Passes requests on to Elasticsearch, or answers as an overloaded one does. Thread-safe. */
final class ElasticProxy implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;
  private static final int EVERY_ITEM = 3;
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "host",
          "content-length",
          "transfer-encoding",
          "upgrade",
          "accept-encoding",
          "http2-settings",
          "expect",
          "keep-alive");

  enum Mode {
    PASS,
    /** 429 and 503 in turn, and nothing is passed on. */
    REFUSE,
    /** Every third item of a bulk is said to have failed with 429, whatever became of it. */
    FAIL_ITEMS
  }

  private final HttpServer server;
  private final URI target;
  private final ExecutorService executor;
  private final HttpClient http;
  private final AtomicLong refused = new AtomicLong();
  private volatile Mode mode = Mode.PASS;

  private ElasticProxy(HttpServer server, ElasticConfig target, ExecutorService executor) {
    this.server = server;
    this.target = URI.create(target.uri());
    this.executor = executor;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(TrustedCertificates.context(target.access().caFile()))
            .connectTimeout(Duration.ofSeconds(3))
            .build();
  }

  /** Before a node that is encrypted it is encrypted too, with the node's own certificate. */
  static ElasticProxy start(ElasticConfig target, SecureHome certificates) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server;
    if (target.uri().startsWith("https:")) {
      HttpsServer encrypted = HttpsServer.create(address, 64);
      encrypted.setHttpsConfigurator(new HttpsConfigurator(certificate(certificates).context()));
      server = encrypted;
    } else {
      server = HttpServer.create(address, 64);
    }
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    ElasticProxy proxy = new ElasticProxy(server, target, executor);
    server.setExecutor(executor);
    server.createContext("/", proxy::handle);
    server.start();
    return proxy;
  }

  URI uri() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  private static OwnCertificate certificate(SecureHome certificates) {
    Settings settings =
        Settings.of(
            ConfigFactory.parseMap(
                Map.of(
                    "proxy.certificate-file",
                    certificates.certificate("elasticsearch").toString(),
                    "proxy.key-file",
                    certificates.key("elasticsearch").toString())));
    OwnCertificate certificate = OwnCertificate.from(settings, "proxy");
    settings.check();
    return Objects.requireNonNull(certificate);
  }

  void become(Mode next) {
    mode = next;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
    http.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    // Closing without an answer is what a dead server's client sees.
    try (exchange) {
      if (mode == Mode.REFUSE) {
        exchange.getRequestBody().readAllBytes();
        int status = refused.getAndIncrement() % 2 == 0 ? TOO_MANY : UNAVAILABLE;
        answer(exchange, status, "{\"error\":{\"type\":\"refused on purpose\"}}".getBytes(UTF_8));
        return;
      }
      HttpResponse<byte[]> response = http.send(request(exchange), BodyHandlers.ofByteArray());
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                  exchange.getResponseHeaders().put(name, List.copyOf(values));
                }
              });
      boolean bulk = exchange.getRequestURI().getPath().endsWith("/_bulk");
      byte[] body = bulk && mode == Mode.FAIL_ITEMS ? failing(response.body()) : response.body();
      answer(exchange, response.statusCode(), body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI().toString()))
            .timeout(LIMIT)
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> builder.header(name, value));
              }
            });
    return builder.build();
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
    }
    // Elasticsearch's client refuses an answer that is not said to be Elasticsearch's.
    exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] failing(byte[] body) throws IOException {
    JsonNode reply = JSON.readTree(body);
    int position = 0;
    for (JsonNode item : reply.path("items")) {
      if (position++ % EVERY_ITEM == 0) {
        for (JsonNode result : item) {
          ObjectNode failed = (ObjectNode) result;
          failed.put("status", TOO_MANY);
          failed
              .putObject("error")
              .put("type", "es_rejected_execution_exception")
              .put("reason", "rejected on purpose");
        }
        ((ObjectNode) reply).put("errors", true);
      }
    }
    return JSON.writeValueAsBytes(reply);
  }
}
