package io.spillway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spillway.cli.core.DemoPlan;
import io.spillway.operate.DeadLetterFlow;
import io.spillway.operate.adapter.kafka.KafkaDeadLetterStore;
import io.spillway.operate.core.DeadLetter;
import io.spillway.operate.core.DeadLetterGroups;
import io.spillway.operate.core.DeadLetterSelection;
import io.spillway.operate.core.RedriveOrder;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaAuditLog;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.Backends;
import io.spillway.stack.testing.RecordedProgress;
import io.spillway.verify.adapter.mysql.ShardQueries;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Dead letters of the real order store: what can never be read, and what can be mended. */
@Order(4)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersIT {
  private static final String STORE = Topic.ORDER_STORE_DLQ.topicName();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final RecordedProgress progress = SharedPipeline.PROGRESS;
  private Pipeline pipeline;
  private KafkaAuditLog audit;
  private DeadLetterFlow flow;

  @BeforeAll
  void start() throws Exception {
    pipeline = SharedPipeline.get();
    String kafka = pipeline.backends.kafka();
    audit = new KafkaAuditLog(new KafkaConfig(kafka), "dead-letters-it");
    flow =
        new DeadLetterFlow(
            new KafkaDeadLetterStore(new KafkaConfig(kafka)), audit, Clock.systemUTC(), progress);
  }

  @AfterAll
  void stop() {
    if (audit != null) {
      audit.close();
    }
  }

  @Test
  void corruptRecordsFailAgainAndAreDiscardedOnce() throws Exception {
    TopicProbe topics = new TopicProbe(pipeline.backends.kafka());
    int partitions = topics.partitions(Topic.ORDERS_EVENTS);
    DeadLetterSelection corrupt = selection("not a protobuf message");
    topics.corrupt(Topic.ORDERS_EVENTS);
    awaitOpen(corrupt, partitions);
    DeadLetterGroups.Group group = group(corrupt);
    assertThat(group.source()).isEqualTo("orders.events.v1");
    assertThat(group.open()).isEqualTo(partitions);
    assertThat(flow.show(corrupt, 3, false))
        .hasSize(3)
        .allMatch(line -> line.contains("\"valueHex\":\"ffffff\""));

    List<RedriveOrder.Verdict> redriven = flow.redrive(corrupt, "it");
    assertThat(RedriveOrder.with(redriven, RedriveOrder.Step.REDRIVE)).hasSize(partitions);
    // Nobody can read them this time either: new letters, which count the redrive.
    awaitOpen(corrupt, partitions);
    assertThat(flow.open(corrupt)).allMatch(letter -> letter.redrives() == 1);
    assertThat(group(corrupt).count()).isEqualTo(2L * partitions);

    assertThat(flow.discard(corrupt, "a test", "it")).isEqualTo(partitions);
    assertThat(flow.open(corrupt)).isEmpty();
    assertThat(flow.redrive(corrupt, "it")).isEmpty();
    assertThat(flow.discard(corrupt, "again", "it")).isZero();
  }

  @Test
  void whatIsMendedIsRedrivenInTheOrderOfEachKey() throws Exception {
    int orders = 5;
    DeadLetterSelection poisoned = selection("it_poison");
    onEveryShard("ALTER TABLE orders ADD CONSTRAINT it_poison CHECK (tenant <> 'it-poison')");
    CompletableFuture<DemoFlow.Outcome> run;
    try {
      run = CompletableFuture.supplyAsync(() -> run(DemoPlan.of(31, orders, "it-poison")));
      // Created, and confirmed or rejected.
      awaitOpen(poisoned, 2 * orders);
    } finally {
      onEveryShard("ALTER TABLE orders DROP CHECK it_poison");
    }
    Map<String, List<DeadLetter>> byKey =
        flow.open(poisoned).stream()
            .collect(Collectors.groupingBy(letter -> letter.key().orElseThrow()));
    DeadLetter second = byKey.values().iterator().next().getLast();
    List<RedriveOrder.Verdict> alone =
        flow.redrive(
            new DeadLetterSelection(Optional.empty(), Optional.empty(), Set.of(second.id())), "it");
    assertThat(alone).singleElement().matches(v -> v.step() == RedriveOrder.Step.WAITING);
    assertThat(flow.open(poisoned)).hasSize(2 * orders);

    List<RedriveOrder.Verdict> all = flow.redrive(poisoned, "it");
    assertThat(RedriveOrder.with(all, RedriveOrder.Step.REDRIVE)).hasSize(2 * orders);
    // The stores agree on every order, as if nothing had happened.
    assertThat(run.get(3, TimeUnit.MINUTES).result().faults()).isEmpty();
    assertThat(flow.open(poisoned)).isEmpty();
  }

  private DemoFlow.Outcome run(DemoPlan plan) {
    try {
      return pipeline.run(plan, UnaryOperator.identity());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitOpen(DeadLetterSelection selection, int count) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(flow.open(selection)).hasSize(count));
  }

  private DeadLetterGroups.Group group(DeadLetterSelection selection) throws Exception {
    List<DeadLetterGroups.Group> groups = flow.groups(selection);
    assertThat(groups).hasSize(1);
    return groups.getFirst();
  }

  private static DeadLetterSelection selection(String cause) {
    return new DeadLetterSelection(Optional.of(STORE), Optional.of(cause), Set.of());
  }

  private void onEveryShard(String sql) throws Exception {
    Backends backends = pipeline.backends;
    for (Backends.Shard shard : backends.shards()) {
      try (Connection connection = ShardQueries.connect(backends, shard);
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}
