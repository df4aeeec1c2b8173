package io.spillway.ingest.adapter.http;

import static io.spillway.access.core.Keys.NOON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.access.BearerFlow;
import io.spillway.access.KeyCache;
import io.spillway.access.adapter.memory.MemoryKeyStore;
import io.spillway.access.port.TokenVerifier;
import io.spillway.ingest.adapter.http.HttpFuzz.Operation;
import io.spillway.ingest.adapter.http.HttpFuzz.Request;
import io.spillway.ingest.adapter.http.RawConnection.Answer;
import io.spillway.runtime.testing.HandClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * Thousands of requests from a seed, to an API that demands credentials. {@code -Dfuzz.seed=N}
 * repeats a run, {@code -Dfuzz.requests=1000000} makes it long, {@code -Dfuzz.first=N} begins with
 * a later request.
 */
class HttpFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime() % 1_000_000);
  private static final long FIRST = Long.getLong("fuzz.first", 0);
  private static final long REQUESTS = Long.getLong("fuzz.requests", 10_000);
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int REQUESTS_OF_A_CONNECTION = 50;

  /**
   * A server that refuses a request and closes while this much, or a pipelined request, is still on
   * its way resets the connection: the answer that it sent may never be read.
   */
  private static final int LOSES_ANSWERS_BYTES = 8_000;

  private static final Duration REPORT_EVERY = Duration.ofSeconds(5);

  /** What any request may get, whatever it is about. */
  private static final Set<Integer> REFUSALS =
      Set.of(400, 401, 403, 404, 405, 408, 411, 412, 413, 414, 415, 417, 422, 431);

  private final MemoryKeyStore store = new MemoryKeyStore();
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private final Set<String> succeeded = new HashSet<>();
  private ApiFixture api;
  private KeyCache keys;
  private HttpFuzz fuzz;
  private List<Operation> operations;
  private @Nullable RawConnection connection;
  private int sentOnConnection;
  private long sent;
  private long lost;

  @BeforeEach
  void start() throws Exception {
    operations = operations();
    fuzz = new HttpFuzz(SEED, operations, FuzzTenants.callers(store));
    HandClock clock = new HandClock(NOON);
    keys =
        KeyCache.start(
            store, Duration.ofSeconds(1), Duration.ofDays(1), clock, new SimpleMeterRegistry());
    api =
        new ApiFixture(
            """
            spillway.ingest.limits { body = 32KiB, batch-body = 128KiB, adjustments-body = 64KiB }
            spillway.ingest.limits.product-body = 8KiB
            spillway.ingest.commands.answer-within = 1ms
            spillway.ingest.waits.longest-stream = 100ms
            """,
            new BearerFlow(keys, TokenVerifier.NONE, new SimpleMeterRegistry()));
    api.health.setOpen(true);
    FuzzTenants.plant(api);
    await().until(() -> keys.check().healthy());
  }

  @AfterEach
  void stop() throws Exception {
    if (connection != null) {
      connection.close();
    }
    api.close();
    keys.close();
  }

  @Test
  void everyRequestIsAnsweredAsTheDescriptionSays() {
    System.out.println("HTTP fuzz: seed " + SEED + ", " + REQUESTS + " requests");
    long began = System.nanoTime();
    long reported = began;
    for (long number = FIRST; sent < REQUESTS; number++) {
      List<Request> requests = fuzz.exchange(number);
      try {
        exchange(requests);
      } catch (IOException | RuntimeException | AssertionError e) {
        throw new AssertionError(failure(number, requests), e);
      }
      sent += requests.size();
      if (number % 500 == 0) {
        forget();
      }
      if (System.nanoTime() - reported > REPORT_EVERY.toNanos()) {
        reported = System.nanoTime();
        System.out.println("HTTP fuzz: " + sent + " requests, " + statuses);
      }
    }
    long millis = (System.nanoTime() - began) / 1_000_000;
    System.out.println(
        "HTTP fuzz: " + sent + " requests in " + millis + " ms, lost " + lost + ", " + statuses);
    if (REQUESTS >= 5_000) {
      assertThat(lost).as("answers lost to a reset").isLessThan(sent / 100);
      assertThat(succeeded)
          .as("operations that were answered 2xx")
          .containsAll(operations.stream().map(Operation::name).toList());
    }
  }

  /** What the ports in memory keep of each request would fill the heap in a long run. */
  private void forget() {
    api.log.orders().clear();
    api.log.traces().clear();
    api.log.adjustments().clear();
    api.log.commands().clear();
    api.answers.clear();
    FuzzTenants.plant(api);
  }

  private void exchange(List<Request> requests) throws IOException {
    RawConnection open = connection();
    for (Request request : requests) {
      open.send(request.bytes());
    }
    if (!requests.getFirst().whole()) {
      open.end();
      readToTheEnd(open, requests.getFirst());
      drop();
      return;
    }
    int bytes = requests.stream().mapToInt(request -> request.bytes().length).sum();
    for (Request request : requests) {
      Optional<Answer> answer = open.read(request.method());
      if (answer.isEmpty() && (bytes > LOSES_ANSWERS_BYTES || requests.size() > 1)) {
        lost++;
        drop();
        return;
      }
      assertThat(answer).as("an answer, rather than a closed connection").isPresent();
      check(request, answer.orElseThrow());
      if (answer.orElseThrow().announcesClose()) {
        requireClosed(open, request);
        drop();
        return;
      }
    }
    assertThat(open.hasMore()).as("more bytes than the answers").isFalse();
    sentOnConnection += requests.size();
    if (sentOnConnection > REQUESTS_OF_A_CONNECTION) {
      drop();
    }
  }

  private void readToTheEnd(RawConnection open, Request request) throws IOException {
    // What was damaged may have become another method, to which a body is sent.
    String method = new String(request.bytes(), ISO_8859_1).split(" ", 2)[0];
    for (int answers = 0; answers < 100; answers++) {
      Optional<Answer> answer = open.read(method);
      if (answer.isEmpty()) {
        return;
      }
      check(request, answer.orElseThrow());
      if (answer.orElseThrow().announcesClose()) {
        requireClosed(open, request);
        return;
      }
    }
    throw new AssertionError("more than 100 answers to one request");
  }

  private static void requireClosed(RawConnection open, Request request) throws IOException {
    // Of a request whose target cannot be parsed, Jetty does not know either that it is a HEAD.
    boolean bodyMayCome = !request.whole() || request.method().equals("HEAD");
    assertThat(bodyMayCome ? open.closesAfterMore() : open.closes())
        .as("closes, as it said")
        .isTrue();
  }

  private RawConnection connection() throws IOException {
    RawConnection open = connection;
    if (open == null) {
      open = new RawConnection(api.server.port(), TIMEOUT_MILLIS);
      connection = open;
      sentOnConnection = 0;
    }
    return open;
  }

  private void drop() {
    if (connection != null) {
      connection.close();
    }
    connection = null;
  }

  private void check(Request request, Answer answer) throws IOException {
    int status = answer.status();
    statuses.merge(status, 1L, Long::sum);
    Operation operation = request.operation();
    if (operation != null) {
      boolean declared = operation.statuses().contains(status) || REFUSALS.contains(status);
      boolean options = request.method().equals("OPTIONS") && status == 204;
      assertThat(declared || options).as(operation.name() + " answered " + status).isTrue();
      if (status < 300 && request.method().equals(operation.method())) {
        succeeded.add(operation.name());
      }
    }
    assertThat(status).as("status").isLessThan(500);
    assertThat(answer.header("X-Injected")).as("a header that a request made up").isNull();
    if (status >= 400 && !request.method().equals("HEAD")) {
      checkProblem(answer);
    }
    checkSecrets(request, answer);
  }

  private static void checkProblem(Answer answer) throws IOException {
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.path("title").asText()).as(answer.text()).isNotBlank();
    assertThat(problem.path("status").asInt()).as(answer.text()).isEqualTo(answer.status());
    assertThat(problem.path("type").asText()).startsWith("urn:spillway:problem:");
  }

  private static void checkSecrets(Request request, Answer answer) {
    if (!request.whole() && request.caller().authorization().size() > 1) {
      return; // Damage to one of the two headers leaves valid credentials.
    }
    for (String tenant : FuzzTenants.NAMES) {
      if (!request.caller().tenants().contains(tenant)) {
        String told = answer.text() + answer.headers();
        assertThat(FuzzTenants.secrets(tenant))
            .as("what %s learns of %s", request.caller().name(), tenant)
            .noneMatch(told::contains);
      }
    }
  }

  private String failure(long number, List<Request> requests) {
    StringBuilder text = new StringBuilder("seed " + SEED + ", request " + number);
    text.append("; repeat it with -Dfuzz.seed=").append(SEED).append(" -Dfuzz.first=");
    text.append(number).append(" -Dfuzz.requests=1\n");
    text.append(sentOnConnection).append(" requests were answered on this connection before\n");
    for (Request request : requests) {
      text.append(request.caller().name()).append(", ").append(request.bytes().length);
      text.append(" bytes:\n").append(printable(request.bytes())).append('\n');
    }
    return text.toString();
  }

  private static String printable(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    String all = new String(bytes, ISO_8859_1);
    for (char c : all.substring(0, Math.min(all.length(), 20_000)).toCharArray()) {
      if (c == '\n') {
        text.append("\\n\n");
      } else if (c >= ' ' && c < 0x7f) {
        text.append(c);
      } else {
        text.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
      }
    }
    return text.toString();
  }

  private static List<Operation> operations() {
    JsonNode openapi =
        JSON.valueToTree(
            new Yaml()
                .load(
                    Objects.requireNonNull(
                        ApiServer.class.getResourceAsStream("/io/spillway/ingest/openapi.yaml"))));
    List<Operation> operations = new ArrayList<>();
    for (var path : openapi.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        Set<Integer> statuses = new HashSet<>();
        method
            .getValue()
            .path("responses")
            .fieldNames()
            .forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        operations.add(
            new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), statuses));
      }
    }
    return operations;
  }
}
