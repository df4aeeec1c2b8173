import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * Not Kibana: answers its status once Elasticsearch answers, and takes saved objects as the import
 * API does: a form with one .ndjson file of JSON objects, and the header that Kibana insists on.
 */
class Kibana {
  private static final URI ELASTICSEARCH =
      URI.create(System.getenv("ELASTICSEARCH_HOSTS") + "/_cluster/health");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] args) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(5601), 0);
    server.createContext("/api/status", Kibana::status);
    server.createContext("/api/saved_objects/_import", Kibana::imported);
    server.start();
  }

  private static void status(HttpExchange exchange) throws IOException {
    int status = 503;
    try {
      status =
          HTTP.send(HttpRequest.newBuilder(ELASTICSEARCH).build(), HttpResponse.BodyHandlers.discarding())
                      .statusCode()
                  == 200
              ? 200
              : 503;
    } catch (IOException | InterruptedException unavailable) {
      // Not ready, as Kibana says it too.
    }
    answer(exchange, status, "{\"status\":{\"overall\":{\"level\":\"%s\"}}}".formatted(status == 200 ? "available" : "unavailable"));
  }

  private static void imported(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!exchange.getRequestHeaders().containsKey("kbn-xsrf")) {
      answer(exchange, 400, "{\"message\":\"Request must contain a kbn-xsrf header.\"}");
    } else if (!body.contains("filename=\"") || !body.contains(".ndjson\"")) {
      answer(exchange, 400, "{\"message\":\"Invalid file extension\"}");
    } else {
      long objects = body.lines().filter(line -> line.startsWith("{") && line.endsWith("}")).count();
      System.out.println("imported " + objects + " objects");
      answer(exchange, 200, "{\"successCount\":%d,\"success\":true}".formatted(objects));
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
