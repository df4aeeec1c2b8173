package io.spillway.bench.adapter.mysql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.bench.adapter.host.Drain;
import io.spillway.bench.core.Role;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Ours with Kafka around it: the processor's loop, reader, flow and outcomes, as it wires them. */
final class KafkaBatchLoop extends FromKafka {
  static final String NAME = "batch loop on Kafka";

  private static final String GROUP = "bench-batch-loop";
  private static final long MAX_BYTES = 256 * 1024;
  private static final int MAX_QUEUED = 2_048;

  KafkaBatchLoop(MysqlLab lab, ReserveLoad load, CommandBacklog backlog, StockPlan plan) {
    super(NAME, Role.OURS, lab, load, backlog, plan);
  }

  @Override
  void fill(int commands) throws Exception {
    Partitioning partitioning = backlog.partitioning();
    int shard = load.shards().getFirst();
    int own = partitioning.partition(Topic.INVENTORY_COMMANDS, load.skus(shard).getFirst().slot());
    backlog.fill(
        Topic.INVENTORY_COMMANDS.topicName(),
        List.of(own),
        partitioning.partitions(Topic.INVENTORY_COMMANDS),
        GROUP,
        commands);
  }

  @Override
  AutoCloseable start(Drain drain) {
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.producer(backlog.kafka(), GROUP));
    ShardedBatchLoop<Arrival> loop = loop(producer, drain);
    loop.start();
    return () -> {
      try (producer) {
        loop.close();
      }
    };
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
