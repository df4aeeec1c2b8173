package io.spillway.access.adapter.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests to the provider: no redirects, answers of a bounded size, which are complete within a
 * bounded time, and not too many at once, for anybody can make a server ask by logging in.
 * Thread-safe.
 */
final class ProviderHttp implements HTTPRequestSender, ResourceRetriever, AutoCloseable {
  /** Requests at once; one beyond them waits as long as for an answer. */
  private static final int MAX_AT_ONCE = 16;

  private final HttpClient client;
  private final Duration timeout;
  private final int maxAnswerBytes;
  private final Semaphore places = new Semaphore(MAX_AT_ONCE);

  ProviderHttp(Duration timeout, int maxAnswerBytes) {
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
    this.timeout = timeout;
    this.maxAnswerBytes = maxAnswerBytes;
  }

  @Override
  public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(request.getURI())
            .method(
                request.getMethod().name(),
                BodyPublishers.ofString(Objects.requireNonNullElse(request.getBody(), "")));
    request
        .getHeaderMap()
        .forEach((name, values) -> values.forEach(value -> sent.header(name, value)));
    sent.header("Accept", "application/json");
    HttpResponse<String> answer = answer(sent.build());
    HTTPResponse read = new HTTPResponse(answer.statusCode());
    List<String> types = answer.headers().allValues("Content-Type");
    if (!types.isEmpty()) {
      read.setHeader("Content-Type", types.getFirst());
    }
    read.setBody(answer.body());
    return read;
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    try {
      return new Resource(get(url.toURI()), "application/json");
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** The text of a document that is there. */
  String get(URI uri) throws IOException {
    HttpResponse<String> answer =
        answer(HttpRequest.newBuilder(uri).header("Accept", "application/json").build());
    if (answer.statusCode() != 200) {
      throw new IOException(uri + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpResponse<String> answer(HttpRequest request) throws IOException {
    try {
      if (!places.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("too many requests are waiting for " + request.uri().getHost());
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try {
      return wholeAnswer(request);
    } finally {
      places.release();
    }
  }

  /** The client's own timeout ends with the headers; this one counts until the last byte. */
  private HttpResponse<String> wholeAnswer(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), maxAnswerBytes));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no whole answer of " + request.uri().getHost() + " in " + timeout);
    } catch (ExecutionException e) {
      throw new IOException("" + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      throw interrupted();
    } finally {
      answer.cancel(true);
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }
}
