package io.spillway.ingest.adapter.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.access.Authenticator;
import io.spillway.ingest.CommandFlow;
import io.spillway.ingest.CommandMetrics;
import io.spillway.ingest.EventFeedFlow;
import io.spillway.ingest.IngestConfig;
import io.spillway.ingest.IngestFlow;
import io.spillway.ingest.IngestMetrics;
import io.spillway.ingest.OrderWaitFlow;
import io.spillway.ingest.PersonalData;
import io.spillway.ingest.ProductFlow;
import io.spillway.ingest.ProductMetrics;
import io.spillway.ingest.adapter.caffeine.CaffeineProducts;
import io.spillway.ingest.adapter.local.LocalRateLimiter;
import io.spillway.ingest.adapter.memory.MemoryAnswerStore;
import io.spillway.ingest.adapter.memory.MemoryEventLog;
import io.spillway.ingest.adapter.memory.MemoryIntakeLog;
import io.spillway.ingest.adapter.memory.MemoryProductRows;
import io.spillway.ingest.adapter.memory.MemoryRows;
import io.spillway.ingest.core.CommandWaiters;
import io.spillway.ingest.port.RateLimiter;
import io.spillway.privacy.CustomerKeys;
import io.spillway.privacy.PrivacyConfig;
import io.spillway.privacy.adapter.memory.MemoryCustomerKeys;
import io.spillway.privacy.core.MasterKeys;
import io.spillway.privacy.core.PersonalAttributes;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.health.Health;
import io.spillway.runtime.testing.HandClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The API on a free port over ports in memory, and a client. Time moves by a second a look. */
final class ApiFixture implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-21T08:00:00.123456Z");

  final MemoryIntakeLog log;

  /** The same log: stock and commands to orders go there too. */
  final MemoryIntakeLog commands;

  final MemoryIntakeLog orderCommands;
  final MemoryAnswerStore answers = new MemoryAnswerStore();
  final MemoryRows rows = new MemoryRows();
  final MemoryProductRows productRows = new MemoryProductRows();
  final HandClock productClock = new HandClock(START);
  final MemoryEventLog events = new MemoryEventLog(4);
  final MemoryCustomerKeys customerKeys = new MemoryCustomerKeys(4);
  final HandClock customerClock = new HandClock(START);
  final CommandWaiters waiters;
  final OrderWaitFlow waits;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Health health = new Health();
  final ApiServer server;
  final URI root;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  ApiFixture() {
    this("");
  }

  /** With settings that differ from the defaults. */
  ApiFixture(String settings) {
    this(settings, Authenticator.OPEN);
  }

  /** With callers that need credentials. */
  ApiFixture(String settings, Authenticator authenticator) {
    Config config =
        ConfigFactory.parseString(settings + "\nspillway.ingest.port = 0")
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    Settings read = Settings.of(config);
    IngestConfig ingest = IngestConfig.from(read);
    read.check();
    AtomicLong looks = new AtomicLong();
    Clock clock =
        ((InstantSource) () -> START.plusSeconds(looks.getAndIncrement())).withZone(ZoneOffset.UTC);
    IngestMetrics metrics = new IngestMetrics(meters);
    PersonalData personal =
        new PersonalData(
            PersonalAttributes.parse(config.getString(PrivacyConfig.ATTRIBUTES)),
            new CustomerKeys(
                customerKeys,
                MasterKeys.parse(MasterKeys.line("test", new Random(7))),
                Duration.ofSeconds(5),
                100,
                customerClock,
                new Random(7),
                meters),
            meters);
    waiters = new CommandWaiters(ingest.commands().waiting());
    log = new MemoryIntakeLog(waiters);
    commands = log;
    orderCommands = log;
    IngestFlow flow =
        new IngestFlow(log, limiter(ingest), answers, rows, rows, personal, clock, metrics);
    waits =
        new OrderWaitFlow(
            flow,
            rows,
            new OrderWaitFlow.Limits(ingest.waits().waiting(), ingest.waits().perCaller()),
            ingest.waits().lookEvery(),
            meters);
    server =
        ApiServer.start(
            ingest,
            new ApiServer.Backing(
                authenticator,
                flow,
                new CommandFlow(
                    log,
                    waiters,
                    ingest.commands().answerWithin(),
                    clock,
                    new CommandMetrics(meters, waiters)),
                waits,
                rows,
                personal,
                rows,
                new ProductFlow(
                    productRows,
                    products(ingest),
                    products(ingest),
                    ingest.products().cache(),
                    productClock,
                    new ProductMetrics(meters),
                    Thread::startVirtualThread),
                new EventFeedFlow(events, ingest.events().readers(), meters),
                metrics,
                health,
                meters,
                () -> "metrics",
                new Random(7),
                clock));
    root = URI.create("http://127.0.0.1:" + server.port());
  }

  private static CaffeineProducts products(IngestConfig config) {
    return new CaffeineProducts(
        config.products().memoryBytes(),
        config.products().cache().staleFor(),
        new SimpleMeterRegistry());
  }

  private static RateLimiter limiter(IngestConfig config) {
    return config.rate().policies().isEmpty()
        ? RateLimiter.unlimited()
        : new LocalRateLimiter(config.rate().policies(), () -> System.nanoTime() / 1_000);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<Stream<String>> stream(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofLines());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  HttpResponse<String> post(String path, String type, String body, String... headers)
      throws IOException, InterruptedException {
    return post(path, type, BodyPublishers.ofString(body), headers);
  }

  HttpResponse<String> post(
      String path, String type, HttpRequest.BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).POST(body).header("Content-Type", type);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  HttpResponse<String> submit(String body, String key) throws IOException, InterruptedException {
    return post("/v1/orders", "application/json", body, "Idempotency-Key", key);
  }

  double counted(String counter) {
    return meters.get(counter).counter().count();
  }

  /** Stops the server; what a client has begun to read it reads on. */
  void stop() {
    server.close();
  }

  @Override
  public void close() {
    // First, or the server waits a second for the client's idle connections.
    client.shutdownNow();
    server.close();
  }
}
