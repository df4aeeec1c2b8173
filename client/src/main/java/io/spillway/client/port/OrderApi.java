package io.spillway.client.port;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The ingest API, as requests and answers. Thread-safe. */
public interface OrderApi extends AutoCloseable {
  /**
   * A request.
   *
   * @param path with its query, from the root
   * @param headers beside those of credentials
   * @param limit for the answer
   */
  record Call(
      String method,
      String path,
      Map<String, String> headers,
      Optional<String> body,
      Duration limit) {}

  /**
   * An answer.
   *
   * @param retryAfter zero when it does not say
   */
  record Answer(int status, Duration retryAfter, String body) {}

  /**
   * Sends once.
   *
   * @throws IOException when no answer came; the request may have had its effect
   */
  Answer send(Call call) throws IOException, InterruptedException;

  @Override
  void close();
}
