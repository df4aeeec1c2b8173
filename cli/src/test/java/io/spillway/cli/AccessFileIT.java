package io.spillway.cli;

import static io.spillway.stack.core.StackAccount.ANALYTICS_SINK;
import static io.spillway.stack.core.StackAccount.CDC_CONNECTOR;
import static io.spillway.stack.core.StackAccount.INGEST_API;
import static io.spillway.stack.core.StackAccount.INVENTORY_PROCESSOR;
import static io.spillway.stack.core.StackAccount.ORDER_PROCESSOR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.cli.adapter.cli.CommandContext;
import io.spillway.cli.adapter.cli.Commands;
import io.spillway.cli.adapter.cli.Terminal;
import io.spillway.stack.PipelineHome;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.StackAccount;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The file of rights against the servers of a secured pipeline: what it says is what is; what
 * somebody changes by hand is found and brought back; a team comes and goes with its section. What
 * a service is refused besides shows {@link SecurePipelineIT}, on the same pipeline. The services
 * themselves are stopped: they would end over a right that is taken away.
 */
@Tag("extended")
@Order(21)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessFileIT {
  private static final Path FILE = SecurePipeline.HOME.resolve("access.yaml");
  private static final String TEAMS =
      """
      version: 1
      teams:
        logistics:
          http: {roles: [subscriber], tenants: [acme]}
          kafka:
            topics: {orders.events.v1: [read]}
            groups: {logistics-*: [read]}
        fraud:
          kafka:
            topics: {orders.events.v1: [read]}
            groups: {fraud-*: [read]}
      """;

  private static Pipeline pipeline;
  private static Backends backends;
  private static ServerRights servers;
  private String said = "";

  /** Something that a service does with a server; it fails when it may not. */
  private record Deed(StackAccount who, String what, Act act) {
    @FunctionalInterface
    interface Act {
      void run(ServiceClients clients) throws Throwable;
    }

    void run() throws Throwable {
      act.run(new ServiceClients(backends, who));
    }

    @Override
    public String toString() {
      return who.user() + ": " + what;
    }
  }

  @BeforeAll
  static void start() throws Throwable {
    Files.deleteIfExists(FILE);
    pipeline = SecurePipeline.get();
    backends = pipeline.backends;
    pipeline.deployment.stop(List.of(PipelineService.values()));
    // Whoever reads where there is nothing waits long.
    new ServiceClients(backends, ORDER_PROCESSOR).write("orders.events.v1");
    new ServiceClients(backends, ORDER_PROCESSOR).write("orders.command-results.v1");
    new ServiceClients(backends, INGEST_API).write("inventory.commands.v1");
    servers = new ServerRights(backends, SecurePipeline.HOME, pipeline.deployment.status());
  }

  @AfterAll
  static void forget() throws Exception {
    Files.deleteIfExists(FILE);
  }

  @Test
  @Order(1)
  void aNewStackIsAsItsFileSays() {
    assertThat(access("plan")).as(said).isZero();
    assertThat(said).contains("nothing differs from the file");
    assertThat(access("drift")).as(said).isZero();
    assertThat(access("apply", "--yes")).as(said).isZero();
    assertThat(access("who-can", "update", "spillway_0.products", "--actual")).isZero();
    assertThat(said).contains("ingest-api", "operator", "admin").doesNotContain("order-processor");
  }

  @Test
  @Order(2)
  void aRightThatIsTakenAwayIsMissedFoundAndBroughtBack() throws Exception {
    List<Deed> deeds =
        List.of(
            new Deed(INGEST_API, "reads answers", own -> own.read("orders.command-results.v1")),
            new Deed(INGEST_API, "asks for stock", own -> own.sql("SELECT 1 FROM stock LIMIT 1")),
            new Deed(INGEST_API, "gets a key", own -> redis(own, "GET spillway:key")),
            new Deed(
                ORDER_PROCESSOR, "reads orders.events.v1", own -> own.read("orders.events.v1")),
            new Deed(
                ORDER_PROCESSOR,
                "changes orders",
                own -> own.sql("UPDATE orders SET version = version WHERE 1 = 0")),
            new Deed(
                INVENTORY_PROCESSOR, "reads commands", own -> own.read("inventory.commands.v1")),
            new Deed(
                INVENTORY_PROCESSOR,
                "asks for movements",
                own -> own.sql("SELECT 1 FROM stock_movement LIMIT 1")),
            new Deed(CDC_CONNECTOR, "reads its positions", own -> own.read("cdc.offsets.v1")),
            new Deed(
                CDC_CONNECTOR, "asks for rows", own -> own.sql("SELECT 1 FROM orders LIMIT 1")),
            new Deed(
                ANALYTICS_SINK, "writes a dead letter", own -> own.write("analytics-sink.dlq.v1")),
            new Deed(
                ANALYTICS_SINK, "asks for keys", own -> own.sql("SELECT 1 FROM api_keys LIMIT 1")),
            new Deed(
                ANALYTICS_SINK, "counts documents", own -> elastic(own, "GET", "/orders/_count")));
    for (Deed deed : deeds) {
      assertAllowed(deed);
    }

    servers.forbid("ingest-api", "orders.command-results.v1", "READ");
    servers.forbid("order-processor", "orders.events.v1", "READ");
    servers.forbid("inventory-processor", "inventory.commands.v1", "READ");
    servers.forbid("cdc-connector", "cdc.offsets.v1", "READ");
    servers.forbid("analytics-sink", "analytics-sink.dlq.v1", "WRITE");
    servers.mysql("REVOKE SELECT ON spillway_0.stock FROM 'ingest-api'@'%'");
    servers.mysql("REVOKE UPDATE ON spillway_0.orders FROM 'order-processor'@'%'");
    servers.mysql("REVOKE SELECT ON spillway_0.stock_movement FROM 'inventory-processor'@'%'");
    servers.mysql("REVOKE SELECT ON spillway_0.* FROM 'cdc-connector'@'%'");
    servers.mysql("REVOKE SELECT ON spillway_0.api_keys FROM 'analytics-sink'@'%'");
    servers.redis("ACL SETUSER ingest-api -get");
    servers.roles(text -> text.replaceFirst("(\"orders\"][^\\[]*\\[.*?)\"read\", ", "$1"));
    deeds.forEach(AccessFileIT::assertRefused);

    assertThat(access("plan")).isEqualTo(3);
    assertThat(access("drift")).isEqualTo(4);
    assertThat(said)
        .contains("12 gone, 0 not in the file")
        .containsPattern("gone +kafka +order-processor +topic:orders.events.v1 +read")
        .containsPattern("gone +mysql +cdc-connector +table:spillway_0.\\* +select")
        .containsPattern("gone +redis +ingest-api +key:spillway:\\* +get")
        .containsPattern("gone +elasticsearch +analytics-sink +index:orders +read");
    assertThat(access("apply", "--yes")).as(said).isZero();
    assertThat(said).contains("done: 12 given, 0 taken away");
    for (Deed deed : deeds) {
      assertAllowed(deed);
    }
    assertThat(access("plan")).as(said).isZero();
  }

  @Test
  @Order(3)
  void aRightThatWasGivenByHandWorksIsFoundAndIsTakenAway() throws Exception {
    List<Deed> deeds =
        List.of(
            new Deed(INGEST_API, "reads commands", own -> own.read("inventory.commands.v1")),
            new Deed(
                INGEST_API,
                "changes stock",
                own -> own.sql("UPDATE stock SET version = version WHERE 1 = 0")),
            new Deed(INGEST_API, "sets any key", own -> redis(own, "SET other:key 1 PX 10")),
            new Deed(ORDER_PROCESSOR, "reads commands", own -> own.read("inventory.commands.v1")),
            new Deed(ORDER_PROCESSOR, "asks for stock", own -> own.sql("SELECT 1 FROM stock")),
            new Deed(INVENTORY_PROCESSOR, "reads events", own -> own.read("orders.events.v1")),
            new Deed(
                INVENTORY_PROCESSOR, "asks for orders", own -> own.sql("SELECT 1 FROM orders")),
            new Deed(CDC_CONNECTOR, "reads events", own -> own.read("orders.events.v1")),
            new Deed(
                CDC_CONNECTOR,
                "changes products",
                own -> own.sql("UPDATE products SET version = version WHERE 1 = 0")),
            new Deed(ANALYTICS_SINK, "reads events", own -> own.read("orders.events.v1")),
            new Deed(ANALYTICS_SINK, "asks for orders", own -> own.sql("SELECT 1 FROM orders")),
            new Deed(ANALYTICS_SINK, "makes an index", own -> elastic(own, "PUT", "/notes")));
    deeds.forEach(AccessFileIT::assertRefused);

    servers.allow("ingest-api", "inventory.commands.v1", "READ");
    servers.allow("order-processor", "inventory.commands.v1", "READ");
    servers.allow("inventory-processor", "orders.events.v1", "READ");
    servers.allow("cdc-connector", "orders.events.v1", "READ");
    servers.allow("analytics-sink", "orders.events.v1", "READ");
    servers.mysql("GRANT UPDATE, SELECT (version) ON spillway_0.stock TO 'ingest-api'@'%'");
    servers.mysql("GRANT SELECT ON spillway_0.stock TO 'order-processor'@'%'");
    servers.mysql("GRANT SELECT ON spillway_0.orders TO 'inventory-processor'@'%'");
    servers.mysql("GRANT UPDATE ON spillway_0.products TO 'cdc-connector'@'%'");
    servers.mysql("GRANT ALL ON spillway_0.* TO 'analytics-sink'@'%'");
    servers.redis("ACL SETUSER ingest-api ~other:*");
    servers.roles(text -> text.replaceFirst("\"orders\"]", "\"orders\", \"notes\"]"));
    servers.guests();
    for (Deed deed : deeds) {
      assertAllowed(deed);
    }

    assertThat(access("drift")).isEqualTo(4);
    assertThat(said)
        .contains("0 gone, ")
        .containsPattern("not in the file +kafka +ingest-api +topic:inventory.commands.v1 +read")
        .containsPattern("not in the file +kafka +guest +account:guest +log-in")
        .containsPattern("not in the file +kafka +guest +topic:orders.\\* +read")
        .containsPattern("not in the file +mysql +analytics-sink +table:spillway_0.\\* +all")
        .containsPattern("not in the file +mysql +guest +server:.* +log-in")
        .containsPattern("not in the file +mysql +guest +table:spillway_0.orders +select")
        .containsPattern("not in the file +redis +ingest-api +key:other:\\* +.*get.*set")
        .containsPattern("not in the file +redis +guest +account:guest +log-in")
        .containsPattern("not in the file +elasticsearch +analytics-sink +index:notes +")
        .containsPattern("not in the file +elasticsearch +guest +account:guest +log-in");
    assertThat(access("who-can", "read", "topic:orders.events.v1", "--actual")).isZero();
    assertThat(said).contains("guest", "cdc-connector");
    assertThat(access("apply", "--yes")).as(said).isZero();
    deeds.forEach(AccessFileIT::assertRefused);
    assertThat(access("drift")).as(said).isZero();
  }

  @Test
  @Order(4)
  void aTeamReadsPublicEventsInItsOwnGroupsAndNothingElse() throws Exception {
    Files.writeString(FILE, TEAMS);
    assertThat(access("plan")).isEqualTo(3);
    assertThat(said)
        .containsPattern("\\+ +kafka +logistics +group:logistics-\\* +read")
        .containsPattern("\\+ +http +logistics +tenant:acme +events:read, orders:read");

    assertThat(access("apply", "--yes")).as("the key is for people to make").isEqualTo(3);
    Path clientFile = SecurePipeline.HOME.resolve("teams/logistics.properties");
    assertThat(said)
        .contains(clientFile.toString())
        .contains("keys create --name 'team logistics'");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(clientFile)))
        .isEqualTo("rw-------");
    String jaas = client(clientFile).getProperty("sasl.jaas.config");
    assertThat(said).doesNotContain(jaas.replaceAll(".*password=\"([^\"]+)\".*", "$1"));

    assertThat(read(clientFile, "logistics-reports", "orders.events.v1")).isPositive();
    assertThatThrownBy(() -> read(clientFile, "logistics-reports", "orders.intake.v1"))
        .isInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> read(clientFile, "fraud-reports", "orders.events.v1"))
        .isInstanceOf(GroupAuthorizationException.class);
    assertThatThrownBy(() -> write(clientFile, "orders.events.v1"))
        .hasCauseInstanceOf(AuthorizationException.class);

    String[] key = {"--name", "team logistics", "--role", "subscriber", "--tenant", "acme"};
    assertThat(run("keys", "create", key)).as(said).isZero();
    assertThat(access("plan")).as(said).isZero();
  }

  @Test
  @Order(5)
  void aTeamThatIsNoLongerInTheFileIsLetInNoMore() throws Exception {
    Path clientFile = SecurePipeline.HOME.resolve("teams/logistics.properties");
    Files.delete(FILE);
    assertThat(access("plan")).isEqualTo(3);
    assertThat(said).containsPattern("- +kafka +logistics +account:logistics +log-in");
    assertThat(access("apply", "--yes")).as("its key is for people to revoke").isEqualTo(3);
    String revoke = "./spillway keys revoke ";
    assertThat(said).contains(revoke);
    String id =
        said.substring(said.indexOf(revoke) + revoke.length()).lines().findFirst().orElseThrow();
    assertThat(run("keys", "revoke", id)).as(said).isZero();
    assertThatThrownBy(() -> read(clientFile, "logistics-reports", "orders.events.v1"))
        .isInstanceOf(SaslAuthenticationException.class);
    assertThat(access("drift")).as(said).isZero();
  }

  @Test
  @Order(6)
  void whoAppliedWhatIsInTheAuditLog() {
    assertThat(run("audit", "list", "--action", "access-apply", "--json")).as(said).isZero();
    assertThat(said)
        .contains("\"action\":\"access-apply\"", "kafka logistics log-in account:logistics")
        .contains("12 given, 0 taken away");
    assertThat(run("audit", "verify")).as(said).isZero();
  }

  /** Rights reach the brokers and the node a little later than their change is acknowledged. */
  private static void assertAllowed(Deed deed) {
    await(deed.toString())
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(failure(deed)).isNull());
  }

  private static void assertRefused(Deed deed) {
    await(deed.toString())
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(failure(deed)).isNotNull().matches(AccessFileIT::refusal));
  }

  private static Throwable failure(Deed deed) {
    try {
      deed.run();
      return null;
    } catch (Throwable e) {
      return e;
    }
  }

  private static boolean refusal(Throwable failure) {
    return failure instanceof AuthorizationException
        || failure instanceof ServerRights.Refused
        || (failure instanceof SQLException sql && ("" + sql.getMessage()).contains("denied"));
  }

  private static void redis(ServiceClients own, String command) throws Exception {
    String answer = own.redis(command);
    if (answer.startsWith("-NOPERM")) {
      throw new ServerRights.Refused(answer);
    }
    assertThat(answer).doesNotStartWith("-");
  }

  private static void elastic(ServiceClients own, String method, String path) throws Exception {
    int status = own.elasticsearch(method, path);
    if (status == 403) {
      throw new ServerRights.Refused(path);
    }
    // An index may be there from the last time, or not be there yet.
    assertThat(status).isIn(200, 400, 404);
  }

  private static Properties client(Path file) throws Exception {
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    return properties;
  }

  /** How many records a member of a group is given. */
  private static int read(Path file, String group, String topic) throws Exception {
    Properties properties = client(file);
    properties.put("group.id", group);
    properties.put("auto.offset.reset", "earliest");
    properties.put("key.deserializer", ByteArrayDeserializer.class.getName());
    properties.put("value.deserializer", ByteArrayDeserializer.class.getName());
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      consumer.subscribe(List.of(topic));
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      int records = 0;
      while (records == 0 && System.nanoTime() < end) {
        records += consumer.poll(Duration.ofMillis(500)).count();
      }
      return records;
    }
  }

  private static void write(Path file, String topic) throws Exception {
    Properties properties = client(file);
    properties.put("key.serializer", ByteArraySerializer.class.getName());
    properties.put("value.serializer", ByteArraySerializer.class.getName());
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
      producer.send(new ProducerRecord<>(topic, new byte[0])).get();
    }
  }

  private int access(String... args) {
    return run("access", args[0], List.of(args).subList(1, args.length).toArray(String[]::new));
  }

  private int run(String command, String sub, String... more) {
    List<String> args = new ArrayList<>(List.of(command, sub));
    args.addAll(List.of(more));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(text, true, UTF_8);
    Terminal terminal = new Terminal(out, out, false, false);
    CommandContext context =
        new CommandContext(
            new PipelineHome(SecurePipeline.ROOT, SecurePipeline.HOME),
            terminal,
            SecurePipeline.PROGRESS,
            pipeline.deployment);
    int code = Commands.run(context, args.toArray(String[]::new));
    said = text.toString(UTF_8);
    return code;
  }
}
