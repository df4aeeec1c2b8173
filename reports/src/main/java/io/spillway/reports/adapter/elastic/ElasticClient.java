package io.spillway.reports.adapter.elastic;

import static java.nio.charset.StandardCharsets.UTF_8;

import co.elastic.clients.transport.rest5_client.low_level.Cancellable;
import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.Response;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import co.elastic.clients.transport.rest5_client.low_level.ResponseListener;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import co.elastic.clients.transport.rest5_client.low_level.Rest5ClientBuilder;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.runtime.config.TrustedCertificates;
import io.spillway.runtime.failure.PoisonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** HTTP to Elasticsearch: JSON in, JSON out, failures sorted. Thread-safe. */
public record ElasticClient(String address, Rest5Client client) implements AutoCloseable {
  private static final ContentType NDJSON = ContentType.create("application/x-ndjson");
  private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(2);
  private static final int MAX_REASON_CHARS = 500;

  /** Statuses of a client's fault that name the cluster's state: they end without a change here. */
  private static final Set<Integer> WAITABLE = Set.of(401, 403, 404, 408, 429);

  /** A client of a node; connects with the first request. */
  public static ElasticClient open(ElasticConfig elastic) {
    Rest5ClientBuilder builder =
        Rest5Client.builder(URI.create(elastic.uri()))
            .setConnectionConfigCallback(
                c -> c.setConnectTimeout(CONNECT_TIMEOUT).setSocketTimeout(Timeout.ofMinutes(5)));
    if (elastic.access().caFile() != null) {
      builder.setSSLContext(TrustedCertificates.context(elastic.access().caFile()));
    }
    elastic
        .authorization()
        .ifPresent(
            value ->
                builder.setDefaultHeaders(
                    new Header[] {new BasicHeader("Authorization", value, true)}));
    return new ElasticClient(elastic.uri(), builder.build());
  }

  /** A client of a node without encryption and accounts. */
  public static ElasticClient open(String uri) {
    return open(new ElasticConfig(uri));
  }

  /**
   * Performs one request and answers the body of a successful answer, all within the timeout.
   *
   * @throws IndexUnavailableException when no answer came or it says "not now"
   * @throws PoisonException when the request itself is refused
   */
  public byte[] perform(
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
    return accepted(request, answer(request, timeout));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  /** The client's own timeouts are between two bytes, so a node that hangs is left here. */
  private Response answer(Request request, Duration timeout) throws IndexUnavailableException {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    Cancellable running = client.performRequestAsync(request, listener(answer));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ResponseException refused) {
        return refused.getResponse();
      }
      throw unanswered(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      running.cancel();
      throw unanswered(new IOException("nothing within " + timeout, e));
    } catch (InterruptedException e) {
      running.cancel();
      Thread.currentThread().interrupt();
      throw unanswered(e);
    }
  }

  private static ResponseListener listener(CompletableFuture<Response> answer) {
    return new ResponseListener() {
      @Override
      public void onSuccess(Response response) {
        answer.complete(response);
      }

      @Override
      public void onFailure(Exception failure) {
        answer.completeExceptionally(failure);
      }
    };
  }

  /** The client answers some refusals instead of throwing them: every status is looked at here. */
  private byte[] accepted(Request request, Response response) throws IndexUnavailableException {
    int status = response.getStatusCode();
    byte[] body = body(response);
    if (status < 300) {
      return body;
    }
    String text =
        String.format(
            Locale.ROOT,
            "Elasticsearch at %s answered %d to %s %s: %s",
            address,
            status,
            request.getMethod(),
            request.getEndpoint(),
            start(body));
    if (status >= 500 || WAITABLE.contains(status)) {
      throw new IndexUnavailableException(text);
    }
    throw new PoisonException(text);
  }

  private byte[] body(Response response) throws IndexUnavailableException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    try (InputStream content = entity.getContent()) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw unanswered(e);
    }
  }

  private IndexUnavailableException unanswered(Throwable e) {
    return new IndexUnavailableException(
        "Elasticsearch at " + address + " does not answer: " + told(e), e);
  }

  private static String start(byte[] body) {
    String text = new String(body, UTF_8);
    return text.length() <= MAX_REASON_CHARS ? text : text.substring(0, MAX_REASON_CHARS);
  }

  private static String told(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
