package io.spillway.analytics.adapter.elastic;

import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.RequestOptions;
import co.elastic.clients.transport.rest5_client.low_level.Response;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import io.spillway.analytics.port.IndexUnavailableException;
import io.spillway.runtime.failure.PoisonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** HTTP to Elasticsearch: JSON in, JSON out, failures sorted. Thread-safe. */
public final class ElasticClient implements AutoCloseable {
  private static final ContentType NDJSON = ContentType.create("application/x-ndjson");
  private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(2);
  private static final int MAX_REASON_CHARS = 500;

  /** Statuses of a client's fault that name the cluster's state: they end without a change here. */
  private static final Set<Integer> WAITABLE = Set.of(401, 403, 404, 408, 429);

  private final String address;
  private final Rest5Client client;

  private ElasticClient(String address, Rest5Client client) {
    this.address = address;
    this.client = client;
  }

  /** A client of the node at {@code uri}; connects with the first request. */
  public static ElasticClient open(String uri) {
    return new ElasticClient(
        uri,
        Rest5Client.builder(URI.create(uri))
            .setConnectionConfigCallback(
                c -> c.setConnectTimeout(CONNECT_TIMEOUT).setSocketTimeout(Timeout.ofMinutes(5)))
            .build());
  }

  /** Where the node is. */
  String address() {
    return address;
  }

  /**
   * Performs one request and answers the body; 404 answers null where {@code missingIsFine}.
   *
   * @throws IndexUnavailableException when no answer came or it says "not now"
   * @throws PoisonException when the request itself is refused
   */
  byte[] perform(
      String method,
      String path,
      Map<String, String> parameters,
      byte @Nullable [] body,
      Duration timeout)
      throws IndexUnavailableException {
    Request request = new Request(method, path);
    request.addParameters(parameters);
    if (body != null) {
      boolean bulk = path.endsWith("_bulk");
      request.setEntity(new ByteArrayEntity(body, bulk ? NDJSON : ContentType.APPLICATION_JSON));
    }
    request.setOptions(options(timeout));
    try {
      return bytes(client.performRequest(request));
    } catch (ResponseException e) {
      throw refused(request, e);
    } catch (IOException e) {
      throw new IndexUnavailableException(
          "Elasticsearch at " + address + " does not answer: " + told(e), e);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private static RequestOptions options(Duration timeout) {
    RequestConfig config =
        RequestConfig.custom()
            .setResponseTimeout(Timeout.of(timeout))
            .setConnectionRequestTimeout(Timeout.of(timeout))
            .build();
    return RequestOptions.DEFAULT.toBuilder().setRequestConfig(config).build();
  }

  private static byte[] bytes(Response response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    try (InputStream content = entity.getContent()) {
      return content.readAllBytes();
    }
  }

  private IndexUnavailableException refused(Request request, ResponseException refusal) {
    int status = refusal.getResponse().getStatusCode();
    String text =
        "Elasticsearch at "
            + address
            + " answered "
            + status
            + " to "
            + request.getMethod()
            + " "
            + request.getEndpoint()
            + ": "
            + reason(refusal);
    if (status >= 500 || WAITABLE.contains(status)) {
      return new IndexUnavailableException(text, refusal);
    }
    throw new PoisonException(text, refusal);
  }

  private static String reason(ResponseException refusal) {
    try {
      String text = EntityUtils.toString(refusal.getResponse().getEntity());
      return text.length() <= MAX_REASON_CHARS ? text : text.substring(0, MAX_REASON_CHARS);
    } catch (Exception e) {
      return "(no readable body)";
    }
  }

  private static String told(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
