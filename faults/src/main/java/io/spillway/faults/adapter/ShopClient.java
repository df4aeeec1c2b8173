package io.spillway.faults.adapter;

import io.spillway.faults.adapter.Backlog.Job;
import io.spillway.faults.core.ClientJournal;
import io.spillway.faults.core.OrderMix;
import io.spillway.faults.core.OrderScenario;
import io.spillway.faults.core.ScenarioOrder;
import io.spillway.verify.adapter.http.ApiAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The requests of a run over HTTP/1.1, as shops send them. Thread-safe. */
final class ShopClient implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String JSON = "application/json";
  private static final long ADDRESS_NANOS = Duration.ofMillis(200).toNanos();

  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private final HttpClient http;
  private final ApiAddress api;
  private final Optional<String> key;
  private URI address;
  private long readNanos;

  /** {@code api} tells the address of the moment: a restarted service may have another port. */
  ShopClient(ApiAddress api) {
    this.api = api;
    this.http = api.client().executor(executor).build();
    this.key = api.key().get();
    this.address = api.uri().get();
    this.readNanos = System.nanoTime();
  }

  CompletableFuture<HttpResponse<String>> send(Job job, OrderMix mix, ClientJournal journal) {
    return http.sendAsync(request(job, mix, journal), BodyHandlers.ofString());
  }

  /** One order by itself, under its key. */
  CompletableFuture<HttpResponse<String>> submit(ScenarioOrder order, String body) {
    return http.sendAsync(single(order, body), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.shutdownNow();
    executor.shutdownNow();
  }

  private HttpRequest request(Job job, OrderMix mix, ClientJournal journal) {
    ScenarioOrder order = mix.order(job.index());
    return switch (job.sort()) {
      case ORDERS -> job.indexes().size() == 1 ? single(order, order.json(false)) : batch(job, mix);
      case SAME_AGAIN -> single(order, order.json(false));
      case OTHER_BODY -> single(order, order.contradiction());
      case COMMAND -> command(job, order, journal);
    };
  }

  private HttpRequest single(ScenarioOrder order, String body) {
    return to("/v1/orders", JSON, body).header("Idempotency-Key", order.key()).build();
  }

  private HttpRequest batch(Job job, OrderMix mix) {
    StringBuilder lines = new StringBuilder();
    job.indexes().forEach(index -> lines.append(mix.order(index).json(true)).append('\n'));
    return to("/v1/orders:batch", "application/x-ndjson", lines.toString()).build();
  }

  private HttpRequest command(Job job, ScenarioOrder order, ClientJournal journal) {
    OrderScenario.Verb verb = job.verb(order.life());
    String body = verb == OrderScenario.Verb.EXTEND ? "{\"by\":\"PT10S\"}" : "{}";
    return to("/v1/orders/" + journal.id(job.index()) + "/" + verb.path(), JSON, body)
        .header("Idempotency-Key", order.key() + "-" + job.step())
        .build();
  }

  /** Read now and then only, for it stands in a file. */
  private synchronized URI address() {
    long now = System.nanoTime();
    if (now - readNanos > ADDRESS_NANOS) {
      address = api.uri().get();
      readNanos = now;
    }
    return address;
  }

  private HttpRequest.Builder to(String path, String type, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .timeout(LIMIT)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body));
    key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }
}
