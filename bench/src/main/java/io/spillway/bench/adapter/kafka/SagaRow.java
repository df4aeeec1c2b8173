package io.spillway.bench.adapter.kafka;

import io.spillway.bench.adapter.host.Drain;
import io.spillway.bench.adapter.host.OpenRow;
import io.spillway.bench.adapter.host.Simple;
import io.spillway.bench.adapter.stack.Lab;
import io.spillway.bench.adapter.stack.Pipeline;
import io.spillway.bench.core.Goal;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.core.RowSpec;
import io.spillway.bench.port.BenchRow;
import io.spillway.bench.port.Contender;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.PipelineService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Row 3: orders that waited through the saga. */
public record SagaRow(Lab lab) implements BenchRow {
  private static final String OURS = "saga, exactly once";
  private static final String PLAIN = "plain transactional loop";
  private static final String LIMIT = "consumer and producer";
  private static final String GROUP = "order-processor";
  private static final int FIRST_GUESS = 2_000;

  /** No inventory runs beside it, so no order that is taken is ever answered. */
  private static final Map<String, String> NO_BOUND =
      Map.of("SPILLWAY_ORDER_MAX_WAITING", "1000000");

  @Override
  public RowSpec spec() {
    return new RowSpec(
        3,
        "Saga, draining a preloaded topic",
        "orders",
        List.of(
            "Orders of two lines wait in a topic; each becomes a state, an event"
                + " and a command or two. Ours is the order-processor as a process, started for the"
                + " run and measured from its first committed offset on (its start does not count,"
                + " but is in its processor time). The plain loop parses, writes an event and a"
                + " command in one transaction a poll, and keeps no state; the limit copies bytes"
                + " twice without transactions. All have two threads."),
        List.of(Goal.times(0.5, OURS, PLAIN)));
  }

  @Override
  public Open open() throws Exception {
    Pipeline pipeline = lab.pipeline();
    pipeline.runOnly(Set.of());
    TopicEnds ends = new TopicEnds(pipeline.kafka());
    Partitioning partitioning = pipeline.partitioning();
    ends.create(CopyLoop.IN, partitioning.orderPartitions());
    ends.create(CopyLoop.EVENTS, partitioning.orderPartitions());
    ends.create(CopyLoop.COMMANDS, partitioning.inventoryPartitions());
    List<Contender> contenders =
        List.of(
            saga(pipeline, ends),
            copy(PLAIN, Role.PEER, "bench-plain", true, pipeline, ends),
            copy(LIMIT, Role.LIMIT, "bench-copy", false, pipeline, ends));
    return new OpenRow(
        List.of(ends),
        contenders,
        Map.of("partitions", Integer.toString(partitioning.orderPartitions())));
  }

  private static Contender copy(
      String name,
      Role role,
      String group,
      boolean transactions,
      Pipeline pipeline,
      TopicEnds ends) {
    double[] guess = {FIRST_GUESS};
    return new Simple(
        name,
        role,
        duration ->
            IntakeBacklog.fill(
                pipeline.kafka(), pipeline.partitioning(), CopyLoop.IN, enough(guess[0], duration)),
        duration -> {
          long waiting = ends.end(CopyLoop.IN) - ends.committed(group, CopyLoop.IN);
          Drain drain = new Drain();
          try (CopyLoop loop =
              new CopyLoop(pipeline.kafka(), pipeline.partitioning(), transactions, group, drain)) {
            Measurements figures = drain.await(waiting, duration);
            guess[0] = figures.get(Measurements.RATE).orElse(FIRST_GUESS);
            return figures;
          }
        });
  }

  private static int enough(double perSecond, Duration run) {
    return (int) Math.max(FIRST_GUESS, 1.3 * perSecond * run.toMillis() / 1_000);
  }

  /** The real process. */
  private static Contender saga(Pipeline pipeline, TopicEnds ends) {
    String topic = Topic.ORDERS_INTAKE.topicName();
    double[] guess = {FIRST_GUESS};
    return new Simple(
        OURS,
        Role.OURS,
        duration -> {
          pipeline.runOnly(Set.of());
          IntakeBacklog.fill(
              pipeline.kafka(), pipeline.partitioning(), topic, enough(guess[0], duration));
        },
        duration -> {
          long base = ends.committed(GROUP, topic);
          long waiting = ends.end(topic) - base;
          Drain drain = new Drain();
          try (TopicEnds.Watch watch =
              TopicEnds.watch(() -> ends.committed(GROUP, topic), base, drain)) {
            pipeline.runOnly(PipelineService.ORDER_PROCESSOR, NO_BOUND);
            Measurements figures = drain.await(waiting, duration);
            watch.close();
            guess[0] = figures.get(Measurements.RATE).orElse(FIRST_GUESS);
            return figures;
          }
        });
  }
}
