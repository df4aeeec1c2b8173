package io.spillway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.cli.core.DemoPlan;
import io.spillway.operate.ReplayFlow;
import io.spillway.operate.adapter.kafka.KafkaReplayAdmin;
import io.spillway.operate.core.OwnGroup;
import io.spillway.operate.core.ReplayPlan;
import io.spillway.operate.core.ReplayPoint;
import io.spillway.operate.core.ReplayRequest;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaAuditLog;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.PipelineService;
import io.spillway.stack.core.RunMode;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.ServiceSwitch;
import io.spillway.stack.testing.RecordedProgress;
import io.spillway.verify.CheckWiring;
import io.spillway.verify.core.CheckReport;
import io.spillway.verify.core.Scope;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Replays on the real pipeline: every topic of ours to its processors, and to other teams. */
@Order(3)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplayIT {
  private static final int PRODUCTS = 5;
  private static final String TENANT = "it-replay";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final RecordedProgress progress = SharedPipeline.PROGRESS;
  private Pipeline pipeline;
  private StoreChecksums checksums;
  private KafkaReplayAdmin door;
  private LaterStart services;
  private Admin admin;
  private KafkaAuditLog audit;
  private ReplayFlow flow;

  @BeforeAll
  void start() throws Exception {
    pipeline = SharedPipeline.get();
    String kafka = pipeline.backends.kafka();
    checksums = new StoreChecksums(pipeline.backends);
    door = new KafkaReplayAdmin(new KafkaConfig(kafka));
    services =
        new LaterStart(new DeploymentSwitch(pipeline.deployment, RunMode.TOGETHER.shortLived()));
    admin = Admin.create(KafkaClients.common(new KafkaConfig(kafka), "replay-it"));
    audit = new KafkaAuditLog(new KafkaConfig(kafka), "replay-it");
    flow = new ReplayFlow(door, services, audit, Clock.systemUTC(), Pause.system(), progress);
  }

  @AfterAll
  void stop() throws Exception {
    if (door != null) {
      door.close();
      audit.close();
      // Nobody reads on in them, and a check waits for groups that are behind.
      admin.deleteConsumerGroups(List.of("it-billing", "it-shipping")).all().get();
      admin.close();
    }
  }

  @Test
  @Order(1)
  void everyTopicReplayedUnderLiveTrafficChangesNothing() throws Exception {
    settle(DemoPlan.of(21, 300, TENANT));
    putProducts();
    awaitRest();
    Map<String, String> before = checksums.of(TENANT);
    assertThat(before).hasSizeGreaterThan(2_000);
    AtomicBoolean live = new AtomicBoolean(true);
    CompletableFuture<Integer> traffic = CompletableFuture.supplyAsync(() -> traffic(live));
    try {
      replayAndCatchUp();
    } finally {
      live.set(false);
      services.startAll();
    }
    assertThat(traffic.get(5, TimeUnit.MINUTES)).isGreaterThan(1);
    // Behind all replays, live orders have passed every processor to the last document.
    assertThat(StoreChecksums.differences(before, checksums.of(TENANT))).isEmpty();
  }

  @Test
  @Order(2)
  void aRunningGroupGetsCopiesOfOneTenantAndNobodyElseIsTouched() throws Exception {
    settle(DemoPlan.of(23, 20, "it-copied"));
    List<ConsumerRecord<byte[], byte[]>> wanted =
        checksums.ofTenant(Topic.ORDERS_EVENTS, "it-copied");
    Map<String, Map<TopicPartition, OffsetAndMetadata>> positions = positions();
    List<ConsumerRecord<byte[], byte[]>> copies = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> billing = consumer("it-billing")) {
      billing.subscribe(List.of("orders.events.v1"));
      await().atMost(PATIENCE).until(() -> pollAssigned(billing));
      ReplayFlow.Preview preview =
          flow.preview(request(Topic.ORDERS_EVENTS, "it-billing", Optional.of("it-copied")));
      assertThat(preview.plan().method()).isEqualTo(ReplayPlan.Method.REDELIVER);
      assertThat(preview.found().records()).isEqualTo(wanted.size());
      assertThat(flow.carryOut(preview, "it")).isEqualTo(wanted.size());
      billing.subscribe(List.of("orders.events.v1.replay.it-billing"));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                billing.poll(Duration.ofMillis(200)).forEach(copies::add);
                return copies.size() >= wanted.size();
              });
    }
    assertThat(copies).hasSameSizeAs(wanted);
    assertThat(copies.stream().map(ReplayIT::content))
        .containsExactlyInAnyOrderElementsOf(wanted.stream().map(ReplayIT::content).toList());
    assertThat(positions()).isEqualTo(positions);
  }

  @Test
  @Order(3)
  void aStoppedGroupReadsEverythingAgain() throws Exception {
    int events = new TopicProbe(pipeline.backends.kafka()).all(Topic.ORDERS_EVENTS).size();
    assertThat(readAll("it-shipping", events)).hasSize(events);
    ReplayFlow.Preview preview =
        flow.preview(request(Topic.ORDERS_EVENTS, "it-shipping", Optional.empty()));
    assertThat(preview.plan().method()).isEqualTo(ReplayPlan.Method.MOVE_POSITIONS);
    assertThat(flow.carryOut(preview, "it")).isGreaterThanOrEqualTo(events);
    assertThat(readAll("it-shipping", events)).hasSize(events);
    assertThat(
            new TopicProbe(pipeline.backends.kafka())
                .all(Topic.OPERATIONS_AUDIT).stream()
                    .map(record -> new String(record.value(), UTF_8)))
        .anyMatch(entry -> entry.contains("it-shipping") && entry.contains("\"done\""));
  }

  /** Products have a topic and documents, too. */
  private void putProducts() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < PRODUCTS; i++) {
        URI uri = pipeline.deployment.api().resolve("/v1/products/R-" + i + "?tenant=" + TENANT);
        HttpRequest put =
            HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"name\":\"Mug " + i + "\"}"))
                .build();
        assertThat(http.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
      }
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(checksums.of(TENANT).keySet())
                    .filteredOn(key -> key.startsWith("document products"))
                    .hasSize(PRODUCTS));
  }

  /** Until documents of stock and availability have come, too, which a demo does not wait for. */
  private void awaitRest() throws Exception {
    CheckReport check =
        CheckWiring.of(pipeline.deployment, progress).of(new Scope(TENANT, null), PATIENCE);
    assertThat(check.findings()).filteredOn(finding -> finding.violations() > 0).isEmpty();
  }

  private void settle(DemoPlan plan) throws Exception {
    DemoFlow.Outcome outcome = pipeline.run(plan, UnaryOperator.identity());
    assertThat(outcome.result().faults()).as(progress.said.toString()).isEmpty();
  }

  /** Runs small plans one after the other, each to its end; answers how many. */
  private int traffic(AtomicBoolean live) {
    int runs = 0;
    try {
      while (live.get() || runs < 2) {
        settle(DemoPlan.of(100 + runs, 60, "it-live-" + runs));
        runs++;
      }
      return runs;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything that each group of ours reads, all behind one restart. */
  private void replayAndCatchUp() throws Exception {
    List<ReplayRequest> requests =
        Arrays.stream(OwnGroup.values())
            .flatMap(
                own ->
                    own.topics().stream()
                        .map(topic -> request(topic, own.groupId(), Optional.empty())))
            // Nothing may ask for a change of these orders.
            .filter(request -> request.topic() != Topic.ORDERS_COMMANDS || ends(request) > 0)
            .toList();
    Map<ReplayRequest, Long> ends = new HashMap<>();
    for (ReplayRequest request : requests) {
      ends.put(request, ends(request));
      long moved = flow.carryOut(flow.preview(request), "it");
      assertThat(moved).as(request.toString()).isGreaterThan(0);
    }
    services.startAll();
    ends.forEach(
        (request, end) ->
            await(request + " is read again")
                .atMost(PATIENCE)
                .until(() -> committed(request) >= end));
  }

  /** Starts what was stopped only when all is moved back: a restart costs more than the replays. */
  private static final class LaterStart implements ServiceSwitch {
    private final ServiceSwitch services;
    private final Set<PipelineService> down = EnumSet.noneOf(PipelineService.class);

    LaterStart(ServiceSwitch services) {
      this.services = services;
    }

    @Override
    public boolean runs(PipelineService service) throws InterruptedException {
      return services.runs(service);
    }

    @Override
    public void stop(PipelineService service) throws InterruptedException {
      down.add(service);
      services.stop(service);
    }

    @Override
    public void start(PipelineService service) {
      // In startAll.
    }

    /** Also for the classes that follow a failure. */
    void startAll() throws InterruptedException {
      for (PipelineService service : Set.copyOf(down)) {
        services.start(service);
        down.remove(service);
      }
    }
  }

  private long ends(ReplayRequest request) {
    return door.partitions(request).stream().mapToLong(facts -> facts.end()).sum();
  }

  private long committed(ReplayRequest request) {
    return door.partitions(request).stream().mapToLong(facts -> facts.committed().orElse(0)).sum();
  }

  private Map<String, Map<TopicPartition, OffsetAndMetadata>> positions() throws Exception {
    Map<String, Map<TopicPartition, OffsetAndMetadata>> all = new TreeMap<>();
    for (OwnGroup own : OwnGroup.values()) {
      String group = own.groupId();
      Map<TopicPartition, OffsetAndMetadata> found =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      found.keySet().removeIf(partition -> !partition.topic().startsWith("orders.events"));
      all.put(group, found);
    }
    return all;
  }

  private List<ConsumerRecord<byte[], byte[]>> readAll(String group, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(group)) {
      consumer.subscribe(List.of("orders.events.v1"));
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
              });
      consumer.commitSync();
    }
    return records;
  }

  private boolean pollAssigned(KafkaConsumer<byte[], byte[]> consumer) {
    consumer.poll(Duration.ofMillis(200));
    return !consumer.assignment().isEmpty();
  }

  private KafkaConsumer<byte[], byte[]> consumer(String group) {
    return new KafkaConsumer<>(
        KafkaClients.consumer(new KafkaConfig(pipeline.backends.kafka()), group, group));
  }

  private static String content(ConsumerRecord<byte[], byte[]> record) {
    return Arrays.toString(record.key())
        + Arrays.toString(record.value())
        + record.partition()
        + CloudEvent.text(record.headers(), "ce_id")
        + CloudEvent.text(record.headers(), "ce_time");
  }

  private static ReplayRequest request(Topic topic, String group, Optional<String> tenant) {
    return new ReplayRequest(
        topic, group, new ReplayPoint.Beginning(), new ReplayPoint.End(), tenant, Optional.empty());
  }
}
