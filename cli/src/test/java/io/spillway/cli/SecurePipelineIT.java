package io.spillway.cli;

import static io.spillway.stack.core.StackAccount.ANALYTICS_SINK;
import static io.spillway.stack.core.StackAccount.CDC_CONNECTOR;
import static io.spillway.stack.core.StackAccount.INGEST_API;
import static io.spillway.stack.core.StackAccount.INVENTORY_PROCESSOR;
import static io.spillway.stack.core.StackAccount.ORDER_PROCESSOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.cli.core.DemoPlan;
import io.spillway.stack.adapter.os.Probe;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import io.spillway.verify.CheckWiring;
import io.spillway.verify.core.CheckReport;
import io.spillway.verify.core.Scope;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The pipeline with encryption and accounts: it works, nobody comes in without, and each service's
 * account is refused what the service does not do. A whole start of its own, hence only with all.
 */
@Tag("extended")
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
