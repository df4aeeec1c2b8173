package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.spillway.cli.core.DemoPlan;
import io.spillway.operate.port.OrderApi;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.core.ServerState;
import io.spillway.stack.testing.RecordedProgress;
import io.spillway.verify.CheckWiring;
import io.spillway.verify.core.CheckReport;
import io.spillway.verify.core.Claim;
import io.spillway.verify.core.Finding;
import io.spillway.verify.core.Scope;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The whole pipeline on real servers, from an HTTP order to a document: the services in one JVM,
 * and in the end as processes. The tests build on each other, and the last of them ends the
 * pipeline.
 */
@Order(7)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineIT {
  private static final int ORDERS = 300;
  private static final DemoPlan FIRST = DemoPlan.of(11, ORDERS, "it-first");

  private final RecordedProgress progress = SharedPipeline.PROGRESS;
  private final HttpClient http = HttpClient.newHttpClient();
  private Pipeline pipeline;
  private TopicProbe topics;
  private int intakeBefore;

  @BeforeAll
  void start() throws Exception {
    pipeline = SharedPipeline.get();
    topics = new TopicProbe(pipeline.backends.kafka());
    intakeBefore = topics.all(Topic.ORDERS_INTAKE).size();
  }

  @AfterAll
  void stop() throws Exception {
    http.shutdownNow();
    if (pipeline != null) {
      pipeline.close();
    }
  }

  @Test
  @Order(1)
  void ordersReachMysqlAndElasticsearchAndAllCountsAgree() throws Exception {
    assertAgreement(FIRST, UnaryOperator.identity());
    // A slow Redis is passed by, so a retried order may travel twice; it is one order all the same.
    assertThat(topics.all(Topic.ORDERS_INTAKE)).hasSizeGreaterThanOrEqualTo(intakeBefore + ORDERS);
    CheckReport check =
        CheckWiring.of(pipeline.deployment, progress)
            .of(new Scope(FIRST.tenant(), null), Duration.ofMinutes(1));
    assertThat(check.findings())
        .filteredOn(finding -> finding.violations() > 0 || finding.invariant() == Claim.ANSWERS)
        .extracting(Finding::examined, Finding::examples)
        .containsExactly(tuple(70L, List.of()));
  }

  @Test
  @Order(2)
  void submittingTheSameOrdersAgainChangesNothing() throws Exception {
    int events = topics.all(Topic.ORDERS_EVENTS).size();
    assertAgreement(FIRST, UnaryOperator.identity());
    assertThat(topics.all(Topic.ORDERS_EVENTS)).hasSize(events);

    // Without the kept answers they travel again, all the way to the saga.
    PipelineRedis.flush(pipeline.backends.redis());
    assertAgreement(FIRST, UnaryOperator.identity());
    assertThat(topics.all(Topic.ORDERS_INTAKE))
        .hasSizeGreaterThanOrEqualTo(intakeBefore + 2 * ORDERS);
    // New orders behind them show that the saga has been past them.
    assertAgreement(DemoPlan.of(14, ORDERS, "it-behind"), UnaryOperator.identity());
    assertThat(topics.all(Topic.ORDERS_EVENTS)).hasSize(events + 2 * ORDERS);
  }

  @Test
  @Order(3)
  void badInputIsRefusedAndNothingIsProduced() throws Exception {
    int intake = topics.all(Topic.ORDERS_INTAKE).size();
    int commands = topics.all(Topic.INVENTORY_COMMANDS).size();
    String line = "{\"sku\":\"S\",\"quantity\":1,\"unitAmount\":1}";
    String order = "{\"customerId\":\"c\",\"currency\":\"EUR\",\"lines\":[%s]%s}";
    assertRefused("/v1/orders", "{\"customerId\":", 400);
    assertRefused("/v1/orders", order.formatted("", ""), 422);
    assertRefused("/v1/orders", order.formatted(line, ",\"surprise\":1"), 422);
    assertRefused("/v1/orders", order.formatted(line.replace(":1,", ":-1,"), ""), 422);
    assertRefused("/v1/orders", order.formatted(line.replace(":1,", ":\"x\","), ""), 422);
    assertRefused("/v1/orders", order.formatted((line + ",").repeat(2_000) + line, ""), 422);
    assertRefused("/v1/orders", order.formatted(line, "").replace("EUR", "XXY"), 422);
    assertRefused("/v1/orders", "{\"customerId\":\"" + "c".repeat(2 << 20) + "\"}", 413);
    assertRefused("/v1/stock/adjustments", "[{\"sku\":\"S\"}]", 422);
    assertThat(topics.all(Topic.ORDERS_INTAKE)).hasSize(intake);
    assertThat(topics.all(Topic.INVENTORY_COMMANDS)).hasSize(commands);
  }

  @Test
  @Order(4)
  void corruptRecordsAreDeadLetteredAndTheNextOnesGoOn() throws Exception {
    record Consumed(Topic topic, Topic deadLetters) {}
    List<Consumed> all =
        List.of(
            new Consumed(Topic.ORDERS_INTAKE, Topic.ORDER_PROCESSOR_DLQ),
            new Consumed(Topic.INVENTORY_OUTCOMES, Topic.ORDER_PROCESSOR_DLQ),
            new Consumed(Topic.ORDERS_EVENTS, Topic.ORDER_STORE_DLQ),
            new Consumed(Topic.INVENTORY_COMMANDS, Topic.INVENTORY_PROCESSOR_DLQ),
            new Consumed(Topic.CDC_STOCK, Topic.INVENTORY_AVAILABILITY_DLQ),
            new Consumed(Topic.CDC_STOCK, Topic.ANALYTICS_SINK_DLQ),
            new Consumed(Topic.CDC_ORDERS, Topic.ANALYTICS_SINK_DLQ),
            new Consumed(Topic.CDC_STOCK_MOVEMENTS, Topic.ANALYTICS_SINK_DLQ),
            new Consumed(Topic.CDC_PRODUCTS, Topic.ANALYTICS_SINK_DLQ));
    Map<Consumed, Long> before = new HashMap<>();
    for (Consumed consumed : all) {
      before.put(consumed, topics.deadLetters(consumed.deadLetters(), consumed.topic()));
    }
    // In every partition, so that every later order has a corrupt record before it.
    for (Topic topic : all.stream().map(Consumed::topic).distinct().toList()) {
      topics.corrupt(topic);
    }
    for (Consumed consumed : all) {
      long expected = before.get(consumed) + topics.partitions(consumed.topic());
      await("dead letters of " + consumed)
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () ->
                  assertThat(topics.deadLetters(consumed.deadLetters(), consumed.topic()))
                      .isEqualTo(expected));
    }
    assertAgreement(DemoPlan.of(12, ORDERS, "it-after-corrupt"), UnaryOperator.identity());
  }

  /** All at once as one process, then each as a process of its own. */
  @Test
  @Order(5)
  void everyServiceMayBeKilledUnderLoad() throws Exception {
    List<PipelineService> services = List.of(PipelineService.values());
    assertThatThrownBy(() -> pipeline.deployment.kill(services.subList(0, 1)))
        .isInstanceOf(OperationException.class)
        .hasMessageStartingWith("ingest-api runs in one process with the others of ingest-api, ");
    DemoPlan plan = DemoPlan.of(13, 1_200, "it-killed");
    // Two requests of 100 orders before each kill, so that there is load at each of them.
    Semaphore gate = new Semaphore(0);
    CompletableFuture<DemoFlow.Outcome> run =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return pipeline.run(
                    plan,
                    door ->
                        lines -> {
                          gate.acquire();
                          return door.submit(lines);
                        });
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    List<List<PipelineService>> kills = new ArrayList<>(List.of(services));
    services.forEach(service -> kills.add(List.of(service)));
    for (List<PipelineService> killed : kills) {
      await().atMost(Duration.ofMinutes(2)).until(() -> run.isDone() || gate.hasQueuedThreads());
      gate.release(2);
      Thread.sleep(100);
      pipeline.deployment.kill(killed);
      pipeline.deployment.up(killed, RunMode.PROCESSES.shortLived());
    }
    gate.release(1_000_000);
    DemoFlow.Outcome outcome = run.get(4, TimeUnit.MINUTES);
    assertThat(outcome.result().faults()).isEmpty();
  }

  @Test
  @Order(6)
  void downLeavesNoProcessAndNoPort() throws Exception {
    List<ServerState> before = pipeline.deployment.status();
    assertThat(before).hasSize(10).allMatch(ServerState::ready);
    pipeline.deployment.down(false);
    for (ServerState state : before) {
      assertThat(ProcessHandle.of(state.pid()).filter(Pipeline::lives)).as(state.name()).isEmpty();
      assertThat(isOpen(state.port())).as(state.name() + " on " + state.port()).isFalse();
    }
  }

  private void assertAgreement(DemoPlan plan, UnaryOperator<OrderApi> door) throws Exception {
    DemoFlow.Outcome outcome = pipeline.run(plan, door);
    assertThat(outcome.result().faults()).as(progress.said.toString()).isEmpty();
    assertThat(outcome.result().accepted()).isEqualTo(plan.orders().size());
    assertThat(outcome.result().rejected()).as("some demand is more than the stock").isPositive();
  }

  private void assertRefused(String path, String body, int status) throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(pipeline.deployment.api() + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }
}
