package io.spillway.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.client.adapter.memory.MemorySequences;
import io.spillway.client.core.RetryPolicy;
import io.spillway.client.core.SampleOrder;
import io.spillway.client.core.UnprocessableEventException;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.DeadLetterHeaders;
import io.spillway.schemas.codec.RedriveHeaders;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a broker: transactions of the producer, members that come and go, dead letters. */
@OnSharedStack({Server.KAFKA, Server.MYSQL})
@Timeout(180)
class SubscriptionIT {
  private static final String TOPIC = "orders.events.v1";
  private static final String LETTERS = "shipping.dlq.v1";
  private static final int PARTITIONS = 4;
  private static final int ORDERS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<String, List<Long>> handled = new ConcurrentHashMap<>();
  private final String poison = SampleOrder.held("acme", 0).orderId();
  private volatile boolean mended;

  @Test
  void everyEventIsHandledInOrderWhileMembersComeAndGo(TestStack stack) throws Exception {
    String kafka = stack.endpoints().kafka();
    createTopic(kafka);
    List<List<OrderEvent>> rounds = rounds();
    MemorySequences known = MemorySequences.create();
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    Subscription first = subscription(kafka, known, metrics);
    try (Subscription second = subscription(kafka, known, metrics)) {
      first.start();
      produce(kafka, rounds.get(0));
      await().atMost(PATIENCE).until(() -> handled.size() > ORDERS / 2);
      second.start();
      produce(kafka, rounds.get(1));
      first.close();
      assertThat(first.state()).isEqualTo(Subscription.State.STOPPED);
      produce(kafka, rounds.get(2));
      // The last thing in each partition is a transaction's marker, and is committed too.
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(behind(kafka)).isZero());

      assertThat(handled).hasSize(ORDERS - 1);
      handled.forEach((order, versions) -> assertThat(versions).containsExactly(1L, 2L, 3L));
      assertThat(lettersOf(kafka))
          .extracting(letter -> CloudEvent.text(letter.headers(), DeadLetterHeaders.ATTEMPTS))
          .containsExactly("1", "0", "0");

      // As ./spillway dlq redrive does.
      mended = true;
      redrive(kafka);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(handled.get(poison)).containsExactly(1L, 2L, 3L));
      assertThat(known.parkedCount()).isZero();
    } finally {
      first.close();
    }
  }

  @Test
  void aStartThatCannotBeSaysWhy(TestStack stack) {
    Subscription unreachable =
        Subscription.to(TOPIC)
            .bootstrap("localhost:1")
            .properties(Map.of("default.api.timeout.ms", "1000", "request.timeout.ms", "500"))
            .deadLetters((record, cause, attempts) -> {})
            .group("nobody")
            .handle(event -> {});
    unreachable.start();
    assertThat(unreachable.state()).isEqualTo(Subscription.State.RUNNING);
    unreachable.close();
    assertThat(unreachable.state()).isEqualTo(Subscription.State.STOPPED);
    assertThatIllegalStateException().isThrownBy(unreachable::start).withMessageContaining("build");
    assertThatIllegalStateException()
        .isThrownBy(() -> Subscription.to(TOPIC).bootstrap("localhost:1").handle(event -> {}))
        .withMessageContaining("group");
  }

  private Subscription subscription(
      String kafka, MemorySequences known, SimpleMeterRegistry metrics) {
    SplittableRandom random = new SplittableRandom(5);
    return Subscription.to(TOPIC)
        .bootstrap(kafka)
        .group("shipping")
        .workers(4)
        .commitEvery(Duration.ofMillis(50))
        .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(5)))
        // Of both members, as a database would be.
        .deduplicate(known)
        .metrics(metrics)
        .handle(
            event -> {
              if (event.getOrderId().equals(poison) && !mended) {
                throw new UnprocessableEventException("poison");
              }
              boolean fails;
              synchronized (random) {
                fails = random.nextInt(10) == 0;
              }
              if (fails) {
                throw new IOException("at random");
              }
              handled
                  .computeIfAbsent(event.getOrderId(), _ -> new CopyOnWriteArrayList<>())
                  .add(event.getVersion());
            });
  }

  /** Of every order three events, one in each round. */
  private static List<List<OrderEvent>> rounds() {
    List<List<OrderEvent>> rounds =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int number = 0; number < ORDERS; number++) {
      SampleOrder order = SampleOrder.held("acme", number);
      rounds.get(0).add(order.created());
      rounds.get(1).add(order.reserved());
      rounds.get(2).add(order.confirmed());
    }
    return rounds;
  }

  private static void produce(String kafka, List<OrderEvent> events) {
    Map<String, Object> properties = new HashMap<>(Map.of("bootstrap.servers", kafka));
    properties.put("transactional.id", "saga");
    try (KafkaProducer<byte[], byte[]> producer = producer(properties)) {
      producer.initTransactions();
      for (boolean aborted : List.of(true, false)) {
        producer.beginTransaction();
        for (OrderEvent event : events) {
          var _ =
              producer.send(
                  new ProducerRecord<>(
                      TOPIC,
                      partition(event),
                      event.getOrderId().getBytes(UTF_8),
                      event.toByteArray()));
        }
        if (aborted) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }
  }

  private static void redrive(String kafka) {
    try (KafkaProducer<byte[], byte[]> producer =
        producer(new HashMap<>(Map.of("bootstrap.servers", kafka)))) {
      for (ConsumerRecord<byte[], byte[]> letter : lettersOf(kafka)) {
        String partition = CloudEvent.text(letter.headers(), DeadLetterHeaders.SOURCE_PARTITION);
        String offset = CloudEvent.text(letter.headers(), DeadLetterHeaders.SOURCE_OFFSET);
        ProducerRecord<byte[], byte[]> again =
            new ProducerRecord<>(TOPIC, Integer.parseInt(partition), letter.key(), letter.value());
        again.headers().add(RedriveHeaders.FIRST_OFFSET, offset.getBytes(UTF_8));
        var _ = producer.send(again);
      }
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> properties) {
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static int partition(OrderEvent event) {
    return Math.floorMod(event.getOrderId().hashCode(), PARTITIONS);
  }

  private static List<ConsumerRecord<byte[], byte[]>> lettersOf(String kafka) {
    TopicPartition partition = new TopicPartition(LETTERS, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(letters::add);
      }
      return letters;
    }
  }

  /** How far the committed positions are behind the ends. */
  private static long behind(String kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      var committed =
          admin.listConsumerGroupOffsets("shipping").partitionsToOffsetAndMetadata().get();
      long behind = 0;
      for (int partition = 0; partition < PARTITIONS; partition++) {
        TopicPartition each = new TopicPartition(TOPIC, partition);
        long end =
            admin
                .listOffsets(Map.of(each, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                .partitionResult(each)
                .get()
                .offset();
        behind += end - (committed.get(each) == null ? 0 : committed.get(each).offset());
      }
      return behind;
    }
  }

  private static void createTopic(String kafka) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
    }
  }
}
