package io.spillway.cli;

import static io.spillway.stack.core.StackAccount.ANALYTICS_SINK;
import static io.spillway.stack.core.StackAccount.CDC_CONNECTOR;
import static io.spillway.stack.core.StackAccount.INGEST_API;
import static io.spillway.stack.core.StackAccount.INVENTORY_PROCESSOR;
import static io.spillway.stack.core.StackAccount.ORDER_PROCESSOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.cli.core.DemoPlan;
import io.spillway.operate.CertificateWiring;
import io.spillway.operate.adapter.http.ApiClient;
import io.spillway.operate.core.LineAnswer;
import io.spillway.operate.core.ServedPort;
import io.spillway.stack.adapter.os.Probe;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.ServerState;
import io.spillway.stack.core.StackAccount;
import io.spillway.stack.core.TlsPort;
import io.spillway.stack.port.Certificates;
import io.spillway.verify.CheckWiring;
import io.spillway.verify.adapter.http.ApiAddress;
import io.spillway.verify.core.CheckReport;
import io.spillway.verify.core.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The pipeline with encryption and accounts: it works, nobody comes in without, and each service's
 * account is refused what the service does not do. A whole start of its own, hence only with all.
 */
@Tag("extended")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(20)
class SecurePipelineIT {
  private static Pipeline pipeline;
  private static Backends backends;

  @BeforeAll
  static void start() throws Exception {
    pipeline = SecurePipeline.get();
    backends = pipeline.backends;
  }

  @Test
  void ordersAreSettledAndSearchableAndEveryInvariantHolds() throws Exception {
    DemoFlow.Outcome outcome =
        pipeline.run(DemoPlan.of(7, 200, "secured"), UnaryOperator.identity());

    assertThat(outcome.result().faults()).isEmpty();
    CheckReport check =
        CheckWiring.of(pipeline.deployment, SecurePipeline.PROGRESS)
            .of(Scope.ALL, Duration.ofMinutes(2));
    assertThat(check.ok()).as(check.toString()).isTrue();
  }

  @Test
  void noServerAnswersAPlainConnection() {
    int kafka = port(URI.create("kafka://" + backends.kafka()));
    int redis = port(URI.create(backends.redis()));
    int elasticsearch = port(URI.create(backends.elasticsearch()));
    Probe encrypted = SecureHome.of(SecurePipeline.HOME).probe();
    var operator = backends.access().orElseThrow();

    assertThat(Probe.PLAIN.kafka(kafka)).isFalse();
    assertThat(encrypted.kafka(kafka)).isTrue();
    assertThat(Probe.PLAIN.redis(redis, operator.operator(Server.REDIS))).isFalse();
    assertThat(encrypted.redis(redis, null)).as("without an account").isFalse();
    assertThat(encrypted.redis(redis, operator.operator(Server.REDIS))).isTrue();
    assertThat(Probe.PLAIN.elasticsearch(elasticsearch, operator.operator(Server.ELASTICSEARCH)))
        .isFalse();
    assertThat(encrypted.elasticsearch(elasticsearch, null)).as("without an account").isFalse();
    assertThat(encrypted.elasticsearch(elasticsearch, operator.operator(Server.ELASTICSEARCH)))
        .isTrue();
    for (Backends.Shard shard : backends.shards()) {
      String plain =
          "jdbc:mysql://"
              + shard.host()
              + ":"
              + shard.port()
              + "/?sslMode=DISABLED"
              + "&allowPublicKeyRetrieval=true";
      assertThatThrownBy(
              () -> DriverManager.getConnection(plain, backends.user(), backends.password()))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Access denied");
    }
    try (HttpClient plain = HttpClient.newHttpClient()) {
      for (URI called : List.of(pipeline.deployment.api(), pipeline.deployment.reports())) {
        assertThat(called.getScheme()).isEqualTo("https");
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + called.getPort() + "/"))
                .build();
        assertThatThrownBy(() -> plain.send(request, BodyHandlers.discarding()))
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void certificatesAreRotatedWhileOrdersComeAndNoRequestIsLost() throws Exception {
    Certificates certificates = pipeline.deployment.certificates();
    Map<TlsPort, String> before = new HashMap<>();
    for (TlsPort port : certificates.ports()) {
      before.put(port, certificates.served(port).orElseThrow());
    }
    assertThat(before)
        .as("three of Kafka, two of MySQL and Elasticsearch, three others")
        .hasSize(10);
    AtomicBoolean rotated = new AtomicBoolean();
    try (ExecutorService shops = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> sent = new ArrayList<>();
      for (int shop = 0; shop < 3; shop++) {
        int number = shop;
        sent.add(shops.submit(() -> submitUntil(rotated, number)));
      }
      List<ServedPort> ports;
      try {
        ports =
            CertificateWiring.of(
                    pipeline.deployment, pipeline.deployment.home(), SecurePipeline.PROGRESS)
                .rotate();
      } finally {
        rotated.set(true);
      }
      for (Future<Integer> shop : sent) {
        assertThat(shop.get()).as("orders of a shop, all of them accepted").isPositive();
      }
      assertThat(ports).hasSize(10).allMatch(ServedPort::isNew);
      assertThat(ports)
          .allSatisfy(port -> assertThat(port.served()).isNotEqualTo(before.get(port.port())));
    }
    DemoFlow.Outcome outcome =
        pipeline.run(DemoPlan.of(8, 50, "rotated"), UnaryOperator.identity());
    assertThat(outcome.result().faults()).isEmpty();
  }

  /** Orders one after the other, now and then on a new connection; any failure fails the test. */
  private static int submitUntil(AtomicBoolean rotated, int shop) throws Exception {
    int orders = 0;
    do {
      try (ApiClient api = new ApiClient(ApiAddress.of(pipeline.deployment))) {
        for (int i = 0; i < 20; i++) {
          String order =
              "{\"tenant\":\"rotation\",\"customerId\":\"c-"
                  + shop
                  + "\",\"idempotencyKey\":\"k-"
                  + shop
                  + "-"
                  + orders
                  + "\",\"currency\":\"EUR\","
                  + "\"lines\":[{\"sku\":\"R-1\",\"quantity\":1,\"unitAmount\":100}]}";
          assertThat(api.submit(List.of(order))).hasOnlyElementsOfType(LineAnswer.Accepted.class);
          orders++;
        }
      }
    } while (!rotated.get());
    return orders;
  }

  @Test
  void noServiceReadsOrWritesATopicThatIsNoneOfIts() {
    assertRefused(INGEST_API, "inventory.outcomes.v1", "orders.events.v1");
    assertRefused(ORDER_PROCESSOR, "inventory.commands.v1", "cdc.orders.v1");
    assertRefused(INVENTORY_PROCESSOR, "orders.intake.v1", "orders.events.v1");
    assertRefused(CDC_CONNECTOR, "orders.intake.v1", "orders.events.v1");
    assertRefused(ANALYTICS_SINK, "orders.events.v1", "cdc.orders.v1");
    assertThatCode(() -> of(INGEST_API).read("cdc.products.v1")).doesNotThrowAnyException();
  }

  @Test
  void noServiceChangesATableThatIsNoneOfIts() {
    assertDenied(INGEST_API, "UPDATE stock SET available = 0");
    assertDenied(INGEST_API, "UPDATE orders SET status = 'CONFIRMED'");
    assertDenied(ORDER_PROCESSOR, "UPDATE stock SET available = 0");
    assertDenied(ORDER_PROCESSOR, "DELETE FROM orders");
    assertDenied(INVENTORY_PROCESSOR, "UPDATE orders SET status = 'CONFIRMED'");
    assertDenied(INVENTORY_PROCESSOR, "UPDATE stock_movement SET quantity = 0");
    assertDenied(CDC_CONNECTOR, "INSERT INTO products SELECT * FROM products");
    assertThatCode(() -> of(ORDER_PROCESSOR).sql("SELECT COUNT(*) FROM orders"))
        .doesNotThrowAnyException();
  }

  @Test
  void redisAndElasticsearchDoForTheirServicesWhatTheyNeed() throws Exception {
    assertThat(of(INGEST_API).redis("FLUSHALL")).startsWith("-NOPERM");
    assertThat(of(INGEST_API).redis("SET other:key 1")).startsWith("-NOPERM");
    assertThat(of(INGEST_API).redis("SET spillway:key 1 PX 10")).isEqualTo("+OK");
    assertThat(of(ANALYTICS_SINK).elasticsearch("PUT", "/notes")).isEqualTo(403);
    assertThat(of(ANALYTICS_SINK).elasticsearch("DELETE", "/_ingest/pipeline/none")).isEqualTo(403);
    assertThat(of(ANALYTICS_SINK).elasticsearch("GET", "/orders*/_count")).isEqualTo(200);
  }

  @Test
  void noSecretIsOnACommandLineOrInAnEnvironment() throws Exception {
    List<String> secrets = secrets();
    assertThat(secrets).hasSizeGreaterThan(10);
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      Path files = Path.of("/proc", Long.toString(process.pid()));
      String told = text(files.resolve("cmdline")) + text(files.resolve("environ"));
      assertThat(secrets).noneMatch(told::contains);
    }
  }

  /** Last, because it ends the services: a crash writes down what the process knows. */
  @Test
  @Order(Integer.MAX_VALUE)
  void noSecretIsInALogOrACrashFile() throws Exception {
    List<String> secrets = new ArrayList<>(secrets());
    String key = pipeline.deployment.apiKey().orElseThrow();
    secrets.add(key.substring(key.lastIndexOf('_') + 1));
    try (Stream<Path> files = Files.list(SecurePipeline.HOME.resolve("tls"))) {
      files
          .filter(file -> file.toString().endsWith("-key.pem"))
          .forEach(file -> secrets.add(text(file).lines().skip(1).findFirst().orElseThrow()));
    }
    sendTheKeyWhereItDoesNotBelong(key);
    ServerState service =
        pipeline.deployment.status().stream()
            .filter(state -> state.name().equals("ingest-api"))
            .findFirst()
            .orElseThrow();
    new ProcessBuilder("kill", "-SEGV", Long.toString(service.pid())).start().waitFor();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> told().anyMatch(file -> file.toString().endsWith("-crash.log")));
    await().until(() -> ProcessHandle.of(service.pid()).filter(Pipeline::lives).isEmpty());

    List<Path> files = told().toList();
    assertThat(files).hasSizeGreaterThan(8);
    for (Path file : files) {
      String text = text(file);
      assertThat(secrets).as(file.toString()).noneMatch(text::contains);
    }
  }

  /** As a mistaken client does: in a path, a query and a body. */
  private static void sendTheKeyWhereItDoesNotBelong(String key) throws Exception {
    try (HttpClient client = ApiAddress.of(pipeline.deployment).client().build()) {
      for (String path : List.of("/v1/orders/" + key, "/v1/stock/A?tenant=" + key, "/" + key)) {
        client.send(
            HttpRequest.newBuilder(URI.create(pipeline.deployment.api() + path)).build(),
            BodyHandlers.discarding());
      }
      client.send(
          HttpRequest.newBuilder(URI.create(pipeline.deployment.api() + "/v1/orders"))
              .header("Authorization", "Bearer " + key)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"key\":\"" + key + "\""))
              .build(),
          BodyHandlers.discarding());
      client.send(
          HttpRequest.newBuilder(URI.create(pipeline.deployment.reports() + "/reports/login"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString("key=" + key))
              .build(),
          BodyHandlers.discarding());
    }
  }

  /** What the processes of the home told: logs, output, crash files. */
  private static Stream<Path> told() throws IOException {
    List<Path> roots = new ArrayList<>(List.of(SecurePipeline.HOME));
    // A closed home has Elasticsearch's files elsewhere.
    pipeline
        .deployment
        .infrastructure()
        .status()
        .forEach(server -> roots.add(Path.of("" + server.log().getParent())));
    List<Path> files = new ArrayList<>();
    for (Path root : new HashSet<>(roots)) {
      try (Stream<Path> all = Files.walk(root)) {
        all.filter(Files::isRegularFile)
            .filter(
                file -> ("" + file.getFileName()).matches("(.*\\.(log|out|err|txt)|hs_err.*).*"))
            // Kafka's data have this ending, too.
            .filter(file -> !file.toString().contains("/kafka-0/log/"))
            .forEach(files::add);
      }
    }
    return files.stream().distinct();
  }

  private static void assertRefused(StackAccount account, String unread, String unwritten) {
    assertThatThrownBy(() -> of(account).read(unread))
        .as("%s reads %s", account, unread)
        .isInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> of(account).write(unwritten))
        .as("%s writes %s", account, unwritten)
        .isInstanceOf(TopicAuthorizationException.class);
  }

  private static void assertDenied(StackAccount account, String statement) {
    assertThatThrownBy(() -> of(account).sql(statement))
        .as("%s: %s", account, statement)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("command denied to user '" + account.user() + "'");
  }

  private static ServiceClients of(StackAccount account) {
    return new ServiceClients(backends, account);
  }

  private static int port(URI uri) {
    return uri.getPort();
  }

  private static List<String> secrets() throws Exception {
    try (Stream<Path> files = Files.list(backends.access().orElseThrow().settings())) {
      return files
          .flatMap(SecurePipelineIT::lines)
          .filter(line -> line.contains("password="))
          .map(line -> line.substring(line.indexOf('=') + 1))
          .toList();
    }
  }

  private static Stream<String> lines(Path file) {
    return text(file).lines();
  }

  /** Empty for what another user owns, or what is gone. */
  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
