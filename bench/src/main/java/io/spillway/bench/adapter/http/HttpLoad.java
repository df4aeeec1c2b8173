package io.spillway.bench.adapter.http;

import io.spillway.bench.core.Arrivals;
import io.spillway.bench.core.Measurements;
import io.spillway.verify.adapter.http.ApiAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A load generator on one event loop. Closed loop finds out what a server can do; open loop sends
 * at times that were fixed beforehand and counts latency from the intended time.
 */
public final class HttpLoad implements AutoCloseable {
  /** Kept alive. */
  public static final int CONNECTIONS = 64;

  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final long WAIT_MILLIS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client;
  private final @Nullable String authorization;

  /** Connections to {@code 127.0.0.1:port}. */
  public HttpLoad(int port) {
    this(new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port), null);
  }

  /** Connections to the API of a pipeline, encrypted and with its key where it has them. */
  public HttpLoad(ApiAddress api) {
    this(options(api), api.key().get().map(key -> "Bearer " + key).orElse(null));
  }

  private HttpLoad(HttpClientOptions options, @Nullable String authorization) {
    this.client =
        vertx.createHttpClient(
            options, new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(-1));
    this.authorization = authorization;
  }

  private static HttpClientOptions options(ApiAddress api) {
    URI uri = api.uri().get();
    HttpClientOptions options =
        new HttpClientOptions().setDefaultHost(uri.getHost()).setDefaultPort(uri.getPort());
    if (uri.getScheme().equals("https")) {
      options.setSsl(true);
      api.caFile()
          .get()
          .ifPresent(
              ca -> options.setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
    }
    return options;
  }

  /**
   * What is sent: a path, a body, and a key where the API takes one.
   *
   * @param operations how many orders the body holds
   */
  public record Shot(String path, String contentType, String key, String body, int operations) {
    /** One order of these. */
    public static Shot single(OrderBodies bodies) {
      return new Shot("/v1/orders", "application/json", bodies.key(), bodies.order(), 1);
    }

    /** So many orders in one request. */
    public static Shot batch(OrderBodies bodies, int orders) {
      StringBuilder body = new StringBuilder();
      for (int i = 0; i < orders; i++) {
        body.append(bodies.line());
      }
      return new Shot("/v1/orders:batch", "application/x-ndjson", "", body.toString(), orders);
    }
  }

  /** What came back; status 0 when nothing did. */
  private record Answer(int status, String body) {
    static final Answer NONE = new Answer(0, "");
  }

  /** Each of so many clients sends its next request when it has its answer. */
  public Measurements closedLoop(int clients, Duration run, Supplier<Shot> shots)
      throws InterruptedException, ExecutionException, TimeoutException {
    return closedLoop(clients, run, shots, () -> true);
  }

  /** The same, but a client waits for as long as {@code mayGo} says no. */
  public Measurements closedLoop(
      int clients, Duration run, Supplier<Shot> shots, BooleanSupplier mayGo)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + run.toNanos();
    return closedLoop(
        clients, run.plus(PATIENCE), shots, mayGo, () -> System.nanoTime() - deadline < 0);
  }

  /** As many requests as there are, by so many clients in a closed loop. */
  public Measurements all(int clients, Iterator<Shot> shots)
      throws InterruptedException, ExecutionException, TimeoutException {
    return closedLoop(clients, LONGEST, shots::next, () -> true, shots::hasNext);
  }

  private Measurements closedLoop(
      int clients,
      Duration limit,
      Supplier<Shot> shots,
      BooleanSupplier mayGo,
      BooleanSupplier goesOn)
      throws InterruptedException, ExecutionException, TimeoutException {
    Tally tally = new Tally(_ -> {});
    long start = System.nanoTime();
    CompletableFuture<Void> done = new CompletableFuture<>();
    int[] running = {clients};
    vertx.runOnContext(
        _ -> {
          for (int i = 0; i < clients; i++) {
            repeat(shots, mayGo, goesOn, tally, () -> finish(running, done));
          }
        });
    done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    return tally.figures(System.nanoTime() - start);
  }

  private static void finish(int[] running, CompletableFuture<Void> done) {
    if (--running[0] == 0) {
      done.complete(null);
    }
  }

  private void repeat(
      Supplier<Shot> shots,
      BooleanSupplier mayGo,
      BooleanSupplier goesOn,
      Tally tally,
      Runnable finished) {
    if (!goesOn.getAsBoolean()) {
      finished.run();
      return;
    }
    if (!mayGo.getAsBoolean()) {
      vertx.setTimer(WAIT_MILLIS, _ -> repeat(shots, mayGo, goesOn, tally, finished));
      return;
    }
    Shot shot = shots.get();
    long begun = System.nanoTime();
    var _ =
        send(shot)
            .onComplete(
                answer -> {
                  tally.answered(shot, begun, answer.succeeded() ? answer.result() : Answer.NONE);
                  repeat(shots, mayGo, goesOn, tally, finished);
                });
  }

  /** Sends at the arrivals' times; {@code accepted} hears the answer's text of each success. */
  public Measurements openLoop(Arrivals arrivals, Supplier<Shot> shots, Consumer<String> accepted)
      throws InterruptedException, ExecutionException, TimeoutException {
    Tally tally = new Tally(accepted);
    long start = System.nanoTime();
    CompletableFuture<Void> done = new CompletableFuture<>();
    int[] next = {0};
    int[] open = {arrivals.count()};
    vertx.setPeriodic(
        1,
        timer -> {
          long now = System.nanoTime() - start;
          while (next[0] < arrivals.count() && arrivals.nanos()[next[0]] <= now) {
            long intended = start + arrivals.nanos()[next[0]++];
            Shot shot = shots.get();
            var _ =
                send(shot)
                    .onComplete(
                        answer -> {
                          tally.answered(
                              shot, intended, answer.succeeded() ? answer.result() : Answer.NONE);
                          finish(open, done);
                        });
          }
          if (next[0] == arrivals.count()) {
            vertx.cancelTimer(timer);
          }
        });
    long patience = arrivals.nanos()[arrivals.count() - 1] + PATIENCE.toNanos();
    done.get(patience, TimeUnit.NANOSECONDS);
    return tally.figures(System.nanoTime() - start);
  }

  private Future<Answer> send(Shot shot) {
    return client.request(HttpMethod.POST, shot.path()).compose(request -> answer(request, shot));
  }

  private Future<Answer> answer(HttpClientRequest request, Shot shot) {
    request.putHeader("Content-Type", shot.contentType());
    if (authorization != null) {
      request.putHeader("Authorization", authorization);
    }
    if (!shot.key().isEmpty()) {
      request.putHeader("Idempotency-Key", shot.key());
    }
    return request
        .send(Buffer.buffer(shot.body()))
        .compose(
            response ->
                response.body().map(body -> new Answer(response.statusCode(), body.toString())));
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** Touched by the event loop only, until it is done. */
  private static final class Tally {
    private final Histogram micros = new Histogram(HIGHEST_MICROS, 3);
    private final Consumer<String> accepted;
    private long operations;
    private long failed;

    Tally(Consumer<String> accepted) {
      this.accepted = accepted;
    }

    void answered(Shot shot, long intendedNanos, Answer answer) {
      long took = (System.nanoTime() - intendedNanos) / 1_000;
      micros.recordValue(Math.clamp(took, 1, HIGHEST_MICROS));
      if (answer.status() / 100 == 2) {
        operations += shot.operations();
        accepted.accept(answer.body());
      } else {
        failed += shot.operations();
      }
    }

    Measurements figures(long elapsedNanos) {
      return Measurements.ofRun(operations, elapsedNanos)
          .with(Percentiles.of(micros))
          .with("failed", failed);
    }
  }
}
