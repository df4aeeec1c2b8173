package io.spillway.runtime.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCreation;
import io.spillway.runtime.loop.Testing.Received;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop against a broker: transactions, a group that grows and shrinks, a flaky shard. */
@OnSharedStack(Server.KAFKA)
@Timeout(300)
class ShardedBatchLoopIT {
  private static final int PARTITIONS = Partitioning.DEFAULT.partitions(Testing.SOURCE);
  private static final int SHARDS = Partitioning.DEFAULT.shards();
  private static final int TRANSACTIONS = 100;
  private static final int RECORDS_EACH = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String GROUP = "loop-it";

  private final Map<Integer, Queue<Long>> handled = new ConcurrentHashMap<>();

  @Test
  void everyCommittedRecordIsHandledInOrderWhileLoopsComeAndGo(TestStack stack) throws Exception {
    KafkaConfig kafka = new KafkaConfig(stack.endpoints().kafka());
    try (Admin admin = Admin.create(KafkaClients.common(kafka, "it"));
        Producer<byte[], byte[]> dead = new KafkaProducer<>(KafkaClients.producer(kafka, "dead"))) {
      TopicCreation.ensure(admin, Partitioning.DEFAULT, (short) 1);
      ShardedBatchLoop<Received> first = loop(kafka, dead, "first");
      try (ShardedBatchLoop<Received> second = loop(kafka, dead, "second")) {
        first.start();
        Thread writer = Thread.ofPlatform().start(() -> write(kafka));
        await().atMost(PATIENCE).until(() -> handled.size() == PARTITIONS);
        second.start();
        writer.join();
        first.close();

        // The lag goes to zero though the last thing in each partition is a transaction marker.
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(committed(admin)).isEqualTo(ends(admin)));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(second.health().why()).isEmpty());
      }
      // Once, or again when its partition moved before the commit.
      assertThat(ends(admin, Testing.DEAD, 1).get(0)).isBetween(1L, 2L);
    }
    for (int partition = 0; partition < PARTITIONS; partition++) {
      // Repeats are allowed, gaps and disorder are not.
      long expected = TRANSACTIONS * (long) RECORDS_EACH / 2 / PARTITIONS;
      assertThat(handled.get(partition).stream().distinct())
          .as("partition %s", partition)
          .containsExactlyElementsOf(LongStream.range(0, expected).boxed().toList());
    }
  }

  /** Every second transaction is aborted; the last also carries a record nobody can read. */
  private static void write(KafkaConfig kafka) {
    Map<String, Object> properties = KafkaClients.producer(kafka, "writer");
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "loop-it");
    try (Producer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
      producer.initTransactions();
      long next = 0;
      for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
        boolean aborts = transaction % 2 == 0;
        producer.beginTransaction();
        for (int record = 0; record < RECORDS_EACH; record++) {
          String value = aborts ? "aborted" : Long.toString((next + record) / PARTITIONS);
          send(producer, record % PARTITIONS, value);
        }
        if (transaction == TRANSACTIONS - 1) {
          send(producer, 0, "unreadable");
        }
        if (aborts) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
          next += RECORDS_EACH;
        }
      }
    }
  }

  private static void send(Producer<byte[], byte[]> producer, int partition, String value) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                Testing.SOURCE.topicName(), partition, null, value.getBytes(UTF_8)));
  }

  private ShardedBatchLoop<Received> loop(
      KafkaConfig kafka, Producer<byte[], byte[]> dead, String name) {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    return new ShardedBatchLoop<>(
        new LoopDefinition<>(
            name,
            List.of(Testing.SOURCE),
            SHARDS,
            partition -> SlotMap.shardOfPartition(partition.partition(), PARTITIONS, SHARDS),
            Testing.READER,
            this::handle,
            new HandlerFailures()),
        new LoopConfig(
            50,
            1 << 20,
            200,
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            Duration.ZERO,
            Duration.ofSeconds(60)),
        new KafkaConsumer<>(KafkaClients.consumer(kafka, GROUP, name)),
        new DeadLetters(dead, Testing.DEAD, name, Clock.systemUTC(), metrics),
        Clock.systemUTC(),
        metrics,
        LoopLimits.USUAL);
  }

  private void handle(int worker, List<Received> batch) throws Exception {
    if (ThreadLocalRandom.current().nextInt(10) == 0) {
      throw new SQLTransientConnectionException("shard " + worker + " blinks");
    }
    for (Received received : batch) {
      handled
          .computeIfAbsent(received.source().partition(), _ -> new ConcurrentLinkedQueue<>())
          .add(Long.parseLong(received.message()));
    }
  }

  private static Map<Integer, Long> committed(Admin admin) throws Exception {
    return admin
        .listConsumerGroupOffsets(GROUP)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().partition(), entry -> entry.getValue().offset()));
  }

  private static Map<Integer, Long> ends(Admin admin) throws Exception {
    return ends(admin, Testing.SOURCE, PARTITIONS);
  }

  private static Map<Integer, Long> ends(Admin admin, Topic topic, int partitions)
      throws Exception {
    Map<TopicPartition, OffsetSpec> latest =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
            .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
    return admin.listOffsets(latest).all().get().entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().partition(), entry -> entry.getValue().offset()));
  }
}
