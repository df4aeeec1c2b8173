package io.spillway.ingest.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.ingest.core.EventCursor;
import io.spillway.ingest.core.TestEvents;
import io.spillway.ingest.port.EventLog;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCreation;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.events.EventAttributes;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Events as the saga writes them: in transactions, of which some are aborted. */
@OnSharedStack(Server.KAFKA)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaEventLogIT {
  private static final Partitioning PARTITIONING = new Partitioning(2, 4, 2);
  private static final Duration WAIT = Duration.ofSeconds(10);

  /** Ends of transactions have the broker's time, and are found by it, too. */
  private static final Instant BEGUN = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.MILLIS);

  private static Admin admin;
  private static KafkaProducer<byte[], byte[]> saga;
  private static KafkaEventLog log;

  @BeforeAll
  static void start(TestStack stack) throws Exception {
    KafkaConfig kafka = new KafkaConfig(stack.endpoints().kafka());
    admin = Admin.create(KafkaClients.common(kafka, "test"));
    TopicCreation.ensure(admin, PARTITIONING, (short) 1);
    Map<String, Object> properties = KafkaClients.producer(kafka, "test");
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "saga");
    saga = new KafkaProducer<>(properties);
    saga.initTransactions();
    log = new KafkaEventLog(kafka, PARTITIONING, 2, new SimpleMeterRegistry());
    for (int i = 0; i < 20; i++) {
      write(i % 4, TestEvents.created("acme", "k" + i, i), i % 5 != 0);
    }
  }

  @AfterAll
  static void stop() {
    log.close();
    saga.close();
    admin.close();
  }

  @Test
  @Order(1)
  void tellsEveryCommittedEventOnceWhereverItBegins() {
    assertThat(all(log.beginning())).hasSize(16).doesNotHaveDuplicates();
    EventLog.Slice some = log.read(log.beginning(), WAIT);
    EventLog.Entry entry = some.entries().getFirst();
    EventCursor behind = log.beginning().with(entry.partition(), entry.offset() + 1);
    assertThat(all(behind)).hasSize(15).doesNotContain(entry.event().getOrderId());
    assertThat(entry.json().get())
        .startsWith("{\"specversion\":\"1.0\"")
        .contains("\"partitionkey\":\"" + entry.event().getOrderId());
    assertThat(all(log.end())).isEmpty();
  }

  @Test
  @Order(2)
  void findsThePlaceOfATime() {
    // Of the partitions' later halves: 10 to 19, without 10 and 15, which were aborted.
    assertThat(all(log.at(BEGUN.plusSeconds(10 * 60)))).hasSize(8);
    assertThat(log.at(BEGUN.plusSeconds(3_600))).isEqualTo(log.end());
  }

  @Test
  @Order(3)
  void waitsForTheNextEvent() throws Exception {
    EventCursor end = log.end();
    var waiting = CompletableFuture.supplyAsync(() -> log.read(end, Duration.ofSeconds(20)));
    OrderEvent late = TestEvents.confirmed("acme", "late", 30);
    write(1, late, true);
    List<String> told = new ArrayList<>();
    EventLog.Slice slice = waiting.get(20, TimeUnit.SECONDS);
    slice.entries().forEach(entry -> told.add(entry.event().getOrderId()));
    assertThat(told).containsExactly(late.getOrderId());
  }

  @Test
  @Order(4)
  void whatIsNotKeptAnyMoreIsSaid() throws Exception {
    EventCursor first = log.beginning();
    EventCursor never = log.end().with(0, 1_000_000);
    admin
        .deleteRecords(
            Map.of(
                new TopicPartition(Topic.ORDERS_EVENTS.topicName(), 2),
                RecordsToDelete.beforeOffset(3)))
        .all()
        .get();
    for (EventCursor gone : List.of(first, never)) {
      // At the latest when the other partitions have nothing more.
      assertThatThrownBy(() -> all(gone)).isInstanceOf(EventLog.CursorExpiredException.class);
    }
    assertThat(log.read(log.beginning(), WAIT).entries()).isNotEmpty();
  }

  private static List<String> all(EventCursor from) {
    List<String> ids = new ArrayList<>();
    EventCursor end = log.end();
    EventCursor at = from;
    while (!at.equals(end)) {
      EventLog.Slice slice = log.read(at, Duration.ofMillis(500));
      slice.entries().forEach(entry -> ids.add(entry.event().getOrderId()));
      at = slice.end();
    }
    return ids;
  }

  private static void write(int partition, OrderEvent event, boolean commit) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topic.ORDERS_EVENTS.topicName(),
            partition,
            BEGUN
                .plus(Duration.between(TestEvents.NOON, Times.instant(event.getOccurredAt())))
                .toEpochMilli(),
            event.getOrderId().getBytes(UTF_8),
            event.toByteArray());
    EventAttributes.of(event, Times.instant(event.getOccurredAt()), null).writeTo(record.headers());
    saga.beginTransaction();
    saga.send(record);
    if (commit) {
      saga.commitTransaction();
    } else {
      saga.flush();
      saga.abortTransaction();
    }
  }
}
