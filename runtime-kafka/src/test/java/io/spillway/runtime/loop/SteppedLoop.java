package io.spillway.runtime.loop;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.loop.Testing.Received;
import io.spillway.runtime.testing.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;

/** A loop without threads: the test says who moves. */
final class SteppedLoop {
  final HandClock clock = new HandClock();
  final KeepingConsumer consumer = new KeepingConsumer();
  final MockProducer<byte[], byte[]> producer = Testing.producer(true);
  final LoopMetrics metrics = new LoopMetrics(new SimpleMeterRegistry(), "test");
  final List<ShardWorker<Received>> shardWorkers = new ArrayList<>();
  final Poller poller;
  RetryPause pause = _ -> true;
  private final LoopConfig config;
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();

  SteppedLoop(LoopDefinition<Received> definition, LoopConfig config, int partitions) {
    this.config = config;
    for (int number = 0; number < definition.workers(); number++) {
      int worker = number;
      ShardStatus status = new ShardStatus(worker, clock);
      Backoff backoff =
          new Backoff(config.backoffFirst(), config.backoffMax(), new SplittableRandom(worker));
      shardWorkers.add(
          new ShardWorker<>(
              config,
              status,
              definition.reader(),
              _ ->
                  new BatchRunner<>(
                      worker,
                      3,
                      definition.reader(),
                      definition.handler(),
                      definition.classifier(),
                      Testing.deadLetters(producer, clock),
                      backoff,
                      duration -> pause.pause(duration),
                      status,
                      metrics),
              clock,
              metrics));
    }
    LoopLimits limits =
        new LoopLimits(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO, 3);
    poller =
        new Poller(config, definition.workerOf(), consumer, shardWorkers, limits, clock, metrics);
    consumer.subscribe(List.of(Testing.SOURCE.topicName()), poller);
    for (int number = 0; number < partitions; number++) {
      log.put(Testing.partition(number), new ArrayList<>());
    }
    Map<TopicPartition, Long> beginning = new HashMap<>();
    log.keySet().forEach(partition -> beginning.put(partition, 0L));
    consumer.updateBeginningOffsets(beginning);
    assign(log.keySet());
  }

  /** Rebalances; the mock forgets what it held, so it is given the log again. */
  void assign(Collection<TopicPartition> partitions) {
    Set<TopicPartition> before = Set.copyOf(consumer.assignment());
    consumer.rebalance(partitions);
    for (TopicPartition partition : partitions) {
      if (!before.contains(partition)) {
        consumer.seek(partition, Math.max(0, consumer.committed(partition)));
      }
      log.get(partition).forEach(consumer::addRecord);
    }
  }

  void produce(int partition, String value) {
    produce(partition, "key" + end(partition), value);
  }

  void produce(int partition, String key, String value) {
    List<ConsumerRecord<byte[], byte[]>> records = log.get(Testing.partition(partition));
    ConsumerRecord<byte[], byte[]> record = Testing.record(partition, records.size(), key, value);
    records.add(record);
    if (consumer.assignment().contains(Testing.partition(partition))) {
      consumer.addRecord(record);
    }
  }

  void produce(int partition, int count) {
    for (int i = 0; i < count; i++) {
      produce(partition, partition + "@" + end(partition));
    }
  }

  ConsumerRecord<byte[], byte[]> at(int partition, int offset) {
    return log.get(Testing.partition(partition)).get(offset);
  }

  long end(int partition) {
    return log.get(Testing.partition(partition)).size();
  }

  int partitions() {
    return log.size();
  }

  /** Polls, and lets a commit be due. */
  void poll() {
    clock.pass(config.commitEvery());
    poller.pollOnce();
  }

  /** One batch, if anything waits. */
  void work(int worker) {
    if (shardWorkers.get(worker).queue().isReady()) {
      try {
        shardWorkers.get(worker).workOnce();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  long committed(int partition) {
    return consumer.committed(Testing.partition(partition));
  }
}
