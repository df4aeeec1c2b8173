package io.spillway.verify.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.runtime.config.TrustedCertificates;
import io.spillway.stack.port.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks Elasticsearch over HTTP, waiting at most a minute for an answer. Any answer but 200 is an
 * {@link UnavailableException} that quotes it. Thread-safe.
 */
public final class ElasticHttp implements AutoCloseable {
  /** Put behind a path of searches: an index that does not exist yet holds nothing. */
  public static final String LENIENT = "?ignore_unavailable=true&allow_no_indices=true";

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MAX_QUOTED_BYTES = 1_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http;
  private final ElasticConfig elastic;

  public ElasticHttp(ElasticConfig elastic) {
    this.elastic = elastic;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(TrustedCertificates.context(elastic.access().caFile()))
            .connectTimeout(Duration.ofSeconds(3))
            .build();
  }

  public JsonNode post(String path, JsonNode body)
      throws UnavailableException, InterruptedException {
    return ask("POST", path, body.toString());
  }

  /** Sends a body, which may be empty, and answers what comes back. */
  public JsonNode ask(String method, String path, String body)
      throws UnavailableException, InterruptedException {
    try (InputStream answer = stream(method, path, body)) {
      return JSON.readTree(answer);
    } catch (IOException e) {
      throw away(e);
    }
  }

  /** As {@link #ask}, for an answer that is read as it comes in; to be closed. */
  InputStream stream(String method, String path, String body)
      throws UnavailableException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(elastic.uri() + path))
            .header("Content-Type", "application/json")
            .timeout(LIMIT)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    elastic.authorization().ifPresent(value -> request.header("Authorization", value));
    try {
      HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
      if (response.statusCode() == 200) {
        return response.body();
      }
      try (InputStream why = response.body()) {
        String quoted = new String(why.readNBytes(MAX_QUOTED_BYTES), StandardCharsets.UTF_8);
        throw new UnavailableException(
            "Elasticsearch answered " + response.statusCode() + ": " + quoted, Duration.ZERO);
      }
    } catch (IOException e) {
      throw away(e);
    }
  }

  UnavailableException away(IOException cause) {
    return new UnavailableException("Elasticsearch does not respond at " + elastic.uri(), cause);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
