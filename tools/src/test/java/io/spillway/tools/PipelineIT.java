package io.spillway.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.schemas.topics.Topic;
import io.spillway.tools.adapter.cli.CommandContext;
import io.spillway.tools.adapter.cli.Commands;
import io.spillway.tools.adapter.cli.Terminal;
import io.spillway.tools.core.PipelineService;
import io.spillway.tools.core.ServerState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole pipeline as a user runs it: real servers, and the services as processes. */
class PipelineIT {
  private static final int OK = 0;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static CommandContext context;
  private static Path directory;

  @BeforeAll
  static void up() throws IOException {
    directory = Files.createTempDirectory("spillway-pipeline-");
    Home home = new Home(Path.of(System.getProperty("spillway.root")), directory.resolve("home"));
    // A file, because the tests read answers from a stream of their own.
    PrintStream log = new PrintStream(directory.resolve("pipeline.log").toFile(), UTF_8);
    context =
        CommandContext.of(home, new Terminal(log, log, false, false), new RecordedProgress(), true);
    assertThat(run("up")).as("see %s", directory).isEqualTo(OK);
  }

  @AfterAll
  static void down() {
    assertThat(run("down", "--wipe")).isEqualTo(OK);
  }

  @ParameterizedTest
  @EnumSource(PipelineService.class)
  void ordersSettleAndAreFoundAlthoughAServiceIsKilled(PipelineService service) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        PipelineTopics topics = new PipelineTopics(context.deployment().backends().kafka())) {
      long before = topics.records(Topic.ORDERS_INTAKE);
      CompletableFuture<Integer> demo =
          CompletableFuture.supplyAsync(
              () -> run("demo", "--orders", "2000", "--seed", "7", "--keep", "--timeout", "PT4M"),
              executor);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> topics.records(Topic.ORDERS_INTAKE) > before);

      ProcessHandle process = ProcessHandle.of(state(service).pid()).orElseThrow();
      process.destroyForcibly();
      process.onExit().join();

      assertThat(run("up", service.serviceName())).isEqualTo(OK);
      assertThat(demo.join()).as("the demo's exit code").isEqualTo(OK);
    }
  }

  @Test
  void aCorruptRecordOnAnyTopicIsSetAsideAndTheNextOneIsProcessed() throws Exception {
    Map<Topic, Integer> expected = new EnumMap<>(Topic.class);
    try (PipelineTopics topics = new PipelineTopics(context.deployment().backends().kafka())) {
      for (Topic topic : Topic.values()) {
        for (Topic letters : PipelineTopics.deadLettersOf(topic)) {
          expected.computeIfAbsent(letters, t -> (int) topics.records(t));
          expected.merge(letters, 1, Integer::sum);
        }
        if (!PipelineTopics.deadLettersOf(topic).isEmpty()) {
          topics.sendGarbage(topic);
        }
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  expected.forEach(
                      (letters, count) ->
                          assertThat(topics.records(letters))
                              .as(letters.topicName())
                              .isEqualTo((long) count)));
    }

    assertThat(run("demo", "--orders", "200", "--seed", "8", "--keep")).isEqualTo(OK);
  }

  @Test
  void ordersThatAreSubmittedAgainChangeNothing() throws Exception {
    Path stock = directory.resolve("stock.ndjson");
    Files.writeString(stock, "{\"sku\":\"AGAIN\",\"delta\":30,\"reference\":\"opening\"}\n", UTF_8);
    Path orders = directory.resolve("orders.ndjson");
    List<String> lines =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    "{\"idempotencyKey\":\"again-%d\",\"customerId\":\"c-%d\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"AGAIN\",\"quantity\":1,\"unitAmount\":100}]}"
                        .formatted(i, i % 7))
            .toList();
    Files.write(orders, lines, UTF_8);

    try (PipelineTopics topics = new PipelineTopics(context.deployment().backends().kafka())) {
      long before = topics.committedEvents();
      assertThat(run("stock", "--file", stock.toString())).isEqualTo(OK);
      assertThat(run("submit", "--file", orders.toString())).isEqualTo(OK);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(topics.committedEvents() - before).isEqualTo(100));

      // Without the kept answers the orders travel again, all the way to the saga.
      PipelineRedis.flush(context.deployment().backends().redis());
      assertThat(run("stock", "--file", stock.toString())).isEqualTo(OK);
      assertThat(run("submit", "--file", orders.toString())).isEqualTo(OK);
      // Another order behind them on the same partitions shows that the saga has been past them.
      assertThat(run("demo", "--orders", "100", "--seed", "9", "--keep")).isEqualTo(OK);

      assertThat(topics.committedEvents() - before).isEqualTo(100 + 2 * 100);
    }
    String level = output("order", firstOrderId(lines.getFirst()));
    assertThat(level).contains("\"version\" : 2");
  }

  private static String firstOrderId(String line) {
    int key = line.indexOf("again-");
    String idempotencyKey = line.substring(key, line.indexOf('"', key));
    return io.spillway.schemas.routing.RoutedId.ofOrder("default", "c-0", idempotencyKey)
        .toString();
  }

  private static ServerState state(PipelineService service) throws InterruptedException {
    return context.deployment().status().stream()
        .filter(s -> s.name().equals(service.serviceName()))
        .findFirst()
        .orElseThrow();
  }

  private static int run(String... args) {
    return Commands.run(context, args);
  }

  private static String output(String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, UTF_8);
    CommandContext quiet =
        new CommandContext(
            context.home(),
            new Terminal(out, out, false, false),
            context.progress(),
            context.deployment());
    assertThat(Commands.run(quiet, args)).isEqualTo(OK);
    return bytes.toString(UTF_8);
  }
}
