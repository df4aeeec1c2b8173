package io.spillway.bench.adapter.mysql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.bench.adapter.host.Drain;
import io.spillway.bench.core.Measurements;
import io.spillway.bench.core.Role;
import io.spillway.bench.port.Contender;
import io.spillway.inventory.InventoryFlow;
import io.spillway.inventory.adapter.kafka.CommandReader;
import io.spillway.inventory.adapter.kafka.KafkaOutcomes;
import io.spillway.inventory.adapter.mysql.MysqlStockLedger;
import io.spillway.inventory.core.Arrival;
import io.spillway.inventory.core.LineDecision;
import io.spillway.inventory.port.FlowObserver;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.loop.HandlerFailures;
import io.spillway.runtime.loop.LoopConfig;
import io.spillway.runtime.loop.LoopDefinition;
import io.spillway.runtime.loop.ShardedBatchLoop;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Ours with Kafka around it: the processor's loop, reader, flow and outcomes, as it wires them. */
final class KafkaBatchLoop implements Contender {
  static final String NAME = "batch loop on Kafka";

  private static final String GROUP = "bench-batch-loop";
  private static final long MAX_BYTES = 256 * 1024;
  private static final int MAX_QUEUED = 2_048;

  private final MysqlLab lab;
  private final ReserveLoad load;
  private final CommandBacklog backlog;
  private final StockPlan plan;
  private Optional<Double> perSecond = Optional.empty();
  private int waiting;

  KafkaBatchLoop(MysqlLab lab, ReserveLoad load, CommandBacklog backlog, StockPlan plan) {
    this.lab = lab;
    this.load = load;
    this.backlog = backlog;
    this.plan = plan;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Role role() {
    return Role.OURS;
  }

  @Override
  public void prepare(Duration duration) throws Exception {
    lab.reset(load, plan.units(duration));
    Partitioning partitioning = backlog.partitioning();
    int shard = load.shards().getFirst();
    int own = partitioning.partition(Topic.INVENTORY_COMMANDS, load.skus(shard).getFirst().slot());
    waiting = CommandBacklog.enough(perSecond, duration.toMillis());
    backlog.fill(
        Topic.INVENTORY_COMMANDS.topicName(),
        List.of(own),
        partitioning.partitions(Topic.INVENTORY_COMMANDS),
        GROUP,
        waiting);
  }

  @Override
  public Measurements run(Duration duration) throws Exception {
    Drain drain = new Drain();
    try (Producer<byte[], byte[]> producer =
            new KafkaProducer<>(KafkaClients.producer(backlog.kafka(), GROUP));
        ShardedBatchLoop<Arrival> loop = loop(producer, drain)) {
      loop.start();
      Measurements figures = drain.await(waiting, duration);
      loop.close();
      perSecond = Optional.of(figures.get(Measurements.RATE).orElse(0));
      return plan.judged(figures.with(Measurements.OPERATIONS, drain.count()), lab, load);
    }
  }

  private ShardedBatchLoop<Arrival> loop(Producer<byte[], byte[]> producer, Drain drain) {
    Partitioning partitioning = backlog.partitioning();
    Clock clock = Clock.systemUTC();
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    InventoryFlow flow =
        new InventoryFlow(
            new MysqlStockLedger(lab.shards(), clock),
            new KafkaOutcomes(producer, partitioning),
            new Counting(drain),
            clock);
    return ShardedBatchLoop.open(
        LoopDefinition.byShard(
            GROUP,
            Topic.INVENTORY_COMMANDS,
            partitioning,
            new CommandReader(partitioning),
            flow::settle,
            new HandlerFailures()),
        new LoopConfig(
            BatchWriter.COMMANDS,
            MAX_BYTES,
            MAX_QUEUED,
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            Duration.ZERO,
            Duration.ofSeconds(60)),
        backlog.kafka(),
        "",
        producer,
        Topic.INVENTORY_PROCESSOR_DLQ,
        clock,
        metrics);
  }

  /** Counts commands whose answers are durable. */
  private record Counting(Drain drain) implements FlowObserver {
    @Override
    public void committed(List<LineDecision> settlements, Duration transaction) {}

    @Override
    public void answered(List<LineDecision> settlements) {
      drain.done(settlements.size());
    }
  }
}
