package io.spillway.stack.adapter.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a service's admin server whether it is ready. Thread-safe. */
public final class HealthProbe implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  /**
   * What a service said.
   *
   * @param detail its own words; empty when it did not answer
   */
  public record Answer(boolean ready, String detail) {}

  public Answer ask(RunningService service) throws InterruptedException {
    return ask(
        URI.create("http://127.0.0.1:" + service.ports().admin()), service.service().serviceName());
  }

  /** Asks the admin server of a service's process once. */
  public Answer ask(URI admin, String service) throws InterruptedException {
    URI uri = admin.resolve("/health/ready/" + service);
    try {
      var response =
          http.send(HttpRequest.newBuilder(uri).timeout(LIMIT).build(), BodyHandlers.ofString());
      return new Answer(response.statusCode() == 200, response.body());
    } catch (IOException e) {
      return new Answer(false, "");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
