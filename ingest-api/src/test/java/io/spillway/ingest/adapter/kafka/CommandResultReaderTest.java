package io.spillway.ingest.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.access.core.Tenants;
import io.spillway.ingest.core.CommandWaiters;
import io.spillway.ingest.core.IssuedCommand;
import io.spillway.ingest.core.OrderAction;
import io.spillway.runtime.kafka.TailingConsumer;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandResultReaderTest {
  private static final Partitioning PARTITIONING = new Partitioning(1, 2, 1);
  private static final String TOPIC = "orders.command-results.v1";
  private static final long END = 7;

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
  private final CommandWaiters waiters = new CommandWaiters(10);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TailingConsumer reader;

  @BeforeEach
  void start() {
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (int i = 0; i < 2; i++) {
      ends.put(new TopicPartition(TOPIC, i), END);
    }
    consumer.updateEndOffsets(ends);
    reader =
        TailingConsumer.start(
            "answers to commands",
            () -> consumer,
            PARTITIONING,
            Topic.ORDERS_COMMAND_RESULTS,
            Duration.ofSeconds(5),
            new CommandResultReader(waiters, meters));
  }

  @AfterEach
  void stop() throws Exception {
    reader.close();
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void beginsAtTheEndAndHandsEachAnswerToItsWaiter() throws Exception {
    CommandWaiters.Waiter waiter = begin("k");
    CommandWaiters.Waiter other = begin("other");

    add(0, 7, result("k").toByteArray());

    assertThat(waiter.await(Duration.ofSeconds(5))).isEqualTo(result("k"));
    assertThat(other.await(Duration.ZERO)).isNull();
    waiter.close();
    other.close();
    assertThat(waiters.waiting()).isZero();
  }

  @Test
  void goesOnAfterWhatItCannotReadAndAfterAnOutage() throws Exception {
    CommandWaiters.Waiter waiter = begin("k");
    add(1, 7, new byte[] {1, 2, 3});
    add(1, 8, null);
    Awaitility.await()
        .until(
            () -> meters.get("spillway.ingest.command.results.unreadable").counter().count() == 2);
    consumer.setPollException(new KafkaException("no broker"));
    Awaitility.await().until(() -> reader.check().why().contains("no broker"));
    assertThat(reader.check().healthy()).isTrue();

    add(1, 9, result("k").toByteArray());

    assertThat(waiter.await(Duration.ofSeconds(5))).isEqualTo(result("k"));
    Awaitility.await().until(() -> reader.check().why().isEmpty());
  }

  private CommandWaiters.Waiter begin(String key) {
    return Objects.requireNonNull(waiters.begin(command(key)));
  }

  private static IssuedCommand command(String key) {
    return IssuedCommand.of(
        RoutedId.ofOrder("t", "c", "o"),
        new OrderAction.Confirm(),
        key,
        Tenants.ALL,
        Instant.EPOCH);
  }

  private static CommandResult result(String key) {
    IssuedCommand command = command(key);
    return CommandResult.newBuilder()
        .setOrderId(command.orderId().toString())
        .setCommandId(command.commandId())
        .setVersion(9)
        .build();
  }

  private void add(int partition, long offset, byte[] value) {
    consumer.schedulePollTask(
        () ->
            consumer.addRecord(new ConsumerRecord<>(TOPIC, partition, offset, new byte[0], value)));
  }
}
