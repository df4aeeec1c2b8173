package io.spillway.verify.adapter.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the ingest API. Asks for the address before each request, because a service that was
 * started again may have another port; until it has one, its last is used, where a request fails
 * and may be repeated. Thread-safe.
 */
public final class ApiHttp implements AutoCloseable {
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);

  /** Statuses of answers that a later request may not get. */
  private static final Set<Integer> LATER = Set.of(408, 409, 425, 429, 500, 502, 503, 504);

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http;
  private final ApiAddress address;
  private volatile @Nullable URI last;

  /** Requests to an address. */
  public ApiHttp(ApiAddress address) {
    this.address = address;
    this.http = address.client().build();
  }

  /**
   * Reads a resource as JSON; empty when it does not exist.
   *
   * @throws OperationException when the request is refused for good
   */
  public Optional<JsonNode> get(String path) throws UnavailableException, InterruptedException {
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

  /** Posts a body; any status is returned. */
  public HttpResponse<String> post(String path, String type, String body)
      throws UnavailableException, InterruptedException {
    return send(
        HttpRequest.newBuilder(path(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body)));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** Whether a later request may succeed where this status was answered. */
  public static boolean isRetriable(int status) {
    return LATER.contains(status);
  }

  /** What an RFC 9457 problem says, with each fault; other texts as they are, shortened. */
  public static String problem(String body) {
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

  /** Fails when a later request may succeed. */
  public static void requireFinal(HttpResponse<String> response) throws UnavailableException {
    if (isRetriable(response.statusCode())) {
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

  /** A text as one segment of a path, or a value of a query. */
  public static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A body as JSON; an empty object when it is none. */
  public static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws UnavailableException, InterruptedException {
    address.key().get().ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    try {
      return http.send(request.timeout(REQUEST_LIMIT).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new UnavailableException("ingest-api does not respond (" + why + ")", e);
    }
  }

  private URI path(String path) {
    return URI.create(current() + path);
  }

  private URI current() {
    try {
      URI current = address.uri().get();
      last = current;
      return current;
    } catch (OperationException e) {
      URI before = last;
      if (before == null) {
        throw e;
      }
      return before;
    }
  }
}
