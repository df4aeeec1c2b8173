package io.spillway.operate.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spillway.operate.core.LineAnswer;
import io.spillway.operate.core.StockAdjustment;
import io.spillway.operate.port.OrderApi;
import io.spillway.operate.port.RowReads;
import io.spillway.operate.port.StockApi;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The ingest API. Asks for the address before each request, because a service that was started
 * again may have another port.
 */
public final class ApiClient implements OrderApi, StockApi, RowReads, AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);
  private static final Set<Integer> LATER = Set.of(408, 409, 425, 429, 500, 502, 503, 504);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();
  private final Supplier<URI> address;

  public ApiClient(Supplier<URI> address) {
    this.address = address;
  }

  @Override
  public List<LineAnswer> submit(List<String> lines)
      throws UnavailableException, InterruptedException {
    HttpResponse<String> response =
        post("/v1/orders:batch", "application/x-ndjson", String.join("\n", lines) + "\n");
    if (response.statusCode() == 200) {
      return response.body().lines().map(ApiClient::lineAnswer).toList();
    }
    requireFinal(response);
    LineAnswer refusal = new LineAnswer.Refused(response.statusCode(), problem(response.body()));
    return lines.stream().map(line -> refusal).toList();
  }

  @Override
  public void adjust(List<StockAdjustment> adjustments)
      throws UnavailableException, InterruptedException {
    ArrayNode body = JSON.createArrayNode();
    for (StockAdjustment adjustment : adjustments) {
      body.addObject()
          .put("tenant", adjustment.tenant())
          .put("sku", adjustment.sku())
          .put("delta", adjustment.delta())
          .put("reference", adjustment.reference());
    }
    HttpResponse<String> response =
        post("/v1/stock/adjustments", "application/json", body.toString());
    if (response.statusCode() / 100 != 2) {
      requireFinal(response);
      throw new OperationException("adjustments rejected: " + problem(response.body()));
    }
  }

  /**
   * An order as JSON, indented; empty when there is none.
   *
   * @throws OperationException when the id is not one
   */
  public Optional<String> order(String id) throws UnavailableException, InterruptedException {
    return get("/v1/orders/" + encoded(id)).map(JsonNode::toPrettyString);
  }

  @Override
  public Map<String, Map<String, String>> orders(Collection<String> ids)
      throws UnavailableException, InterruptedException {
    Map<String, Map<String, String>> found = new HashMap<>();
    for (String id : ids) {
      get("/v1/orders/" + encoded(id)).ifPresent(order -> found.put(id, fields(order)));
    }
    return found;
  }

  @Override
  public Map<String, Map<String, String>> stock(Collection<String> keys)
      throws UnavailableException, InterruptedException {
    Map<String, Map<String, String>> found = new HashMap<>();
    for (String key : keys) {
      String[] part = key.split("/", 2);
      get("/v1/stock/" + encoded(part[1]) + "?tenant=" + encoded(part[0]))
          .ifPresent(stock -> found.put(key, fields(stock)));
    }
    return found;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** Reads one line of a batch's answer. */
  static LineAnswer lineAnswer(String line) {
    JsonNode answer = tree(line);
    int status = answer.path("status").asInt(500);
    if (status / 100 == 2 && answer.hasNonNull("orderId")) {
      return new LineAnswer.Accepted(answer.path("orderId").asText());
    }
    return LATER.contains(status)
        ? new LineAnswer.Later(status + " " + problem(line))
        : new LineAnswer.Refused(status, problem(line));
  }

  /** What an RFC 9457 problem says, with each fault; other texts as they are, shortened. */
  static String problem(String body) {
    JsonNode problem = tree(body);
    if (!problem.hasNonNull("title")) {
      return body.length() > 300 ? body.substring(0, 300) + "..." : body;
    }
    StringBuilder text = new StringBuilder(problem.path("title").asText());
    if (problem.hasNonNull("detail")) {
      text.append(": ").append(problem.path("detail").asText());
    }
    for (JsonNode error : problem.path("errors")) {
      text.append("; ").append(error.path("pointer").asText()).append(' ');
      text.append(error.path("reason").asText());
    }
    return text.toString();
  }

  private static Map<String, String> fields(JsonNode object) {
    Map<String, String> fields = new HashMap<>();
    object
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              fields.put(field.getKey(), value.isValueNode() ? value.asText() : value.toString());
            });
    return fields;
  }

  private Optional<JsonNode> get(String path) throws UnavailableException, InterruptedException {
    HttpResponse<String> response = send(HttpRequest.newBuilder(path(path)).GET());
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    if (response.statusCode() != 200) {
      requireFinal(response);
      throw new OperationException(problem(response.body()));
    }
    return Optional.of(tree(response.body()));
  }

  private HttpResponse<String> post(String path, String type, String body)
      throws UnavailableException, InterruptedException {
    return send(
        HttpRequest.newBuilder(path(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws UnavailableException, InterruptedException {
    try {
      return http.send(request.timeout(REQUEST_LIMIT).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new UnavailableException("ingest-api does not respond (" + why + ")", e);
    }
  }

  private URI path(String path) {
    return URI.create(address.get() + path);
  }

  private static void requireFinal(HttpResponse<String> response) throws UnavailableException {
    if (LATER.contains(response.statusCode())) {
      throw new UnavailableException(
          response.statusCode() + " " + problem(response.body()), retryAfter(response));
    }
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("[0-9]{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(Duration.ZERO);
  }

  private static String encoded(String id) {
    return java.net.URLEncoder.encode(id, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }
}
