package io.spillway.ingest.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.access.core.Tenants;
import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.ByteBudget;
import io.spillway.ingest.core.IssuedCommand;
import io.spillway.ingest.core.OrderAction;
import io.spillway.ingest.core.TestOrders;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.port.LogException;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RecordSenderTest {
  private static final int LIMIT_BYTES = 3_000;
  private static final TraceContext TRACE = TraceContext.of(null, new Random(1));

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final ByteBudget budget = new ByteBudget(LIMIT_BYTES);
  private final RecordSender sender = new RecordSender(producer, budget, new SimpleMeterRegistry());

  @Test
  void anOrderGoesToItsCustomersPartitionWithItsHeaders() throws Exception {
    Acceptance order = TestOrders.accepted("c1", "k1", 0);

    CompletableFuture<Void> sent =
        new KafkaIntakeLog(sender, Partitioning.DEFAULT).append(order, TRACE).toCompletableFuture();

    assertThat(sent).isNotDone();
    ProducerRecord<byte[], byte[]> record = producer.history().getFirst();
    assertThat(record.topic()).isEqualTo("orders.intake.v1");
    assertThat(record.partition())
        .isEqualTo(SlotMap.partition(SlotMap.orderSlot("default", "c1"), 16));
    assertThat(new String(record.key(), UTF_8)).isEqualTo(order.orderId().toString());
    assertThat(OrderIntake.parseFrom(record.value()).getSubmit()).isEqualTo(order.message());
    assertThat(CloudEvent.text(record.headers(), "ce_id")).isEqualTo(order.orderId().toString());
    assertThat(CloudEvent.text(record.headers(), "ce_source")).isEqualTo("ingest-api");
    assertThat(CloudEvent.text(record.headers(), "ce_type"))
        .isEqualTo("io.spillway.orders.v1.SubmitOrder");
    assertThat(CloudEvent.text(record.headers(), "traceparent")).isEqualTo(TRACE.traceparent());
    producer.completeNext();
    assertThat(sent).isCompleted();
    assertThat(budget.usedBytes()).isZero();
  }

  @Test
  void anAdjustmentGoesToItsSkusPartition() throws Exception {
    Adjustment adjustment = Adjustment.of("shop", "A 1", -3, "r", 7);

    var _ =
        new KafkaIntakeLog(sender, Partitioning.DEFAULT).append(adjustment, Instant.EPOCH, TRACE);

    ProducerRecord<byte[], byte[]> record = producer.history().getFirst();
    assertThat(record.topic()).isEqualTo("inventory.commands.v1");
    assertThat(record.partition())
        .isEqualTo(SlotMap.partition(SlotMap.stockSlot("shop", "A 1"), 8));
    assertThat(new String(record.key(), UTF_8)).isEqualTo("A 1");
    assertThat(InventoryCommand.parseFrom(record.value()).getAdjust())
        .isEqualTo(adjustment.message());
    assertThat(CloudEvent.text(record.headers(), "ce_id")).isEqualTo(adjustment.id().toString());
    assertThat(CloudEvent.text(record.headers(), "ce_source")).isEqualTo("ingest-api");
    assertThat(CloudEvent.text(record.headers(), "ce_subject")).isEqualTo("A 1");
  }

  @Test
  void aCommandsIdIsItsOrdersAndItsOwn() {
    RoutedId order = RoutedId.ofOrder("default", "c1", "k1");
    IssuedCommand command =
        new IssuedCommand(order, "c0ffee", new OrderAction.Confirm(), Tenants.ALL, Instant.EPOCH);

    var _ = new KafkaIntakeLog(sender, Partitioning.DEFAULT).append(command, TRACE);

    ProducerRecord<byte[], byte[]> record = producer.history().getFirst();
    assertThat(record.topic()).isEqualTo("orders.commands.v1");
    assertThat(CloudEvent.text(record.headers(), "ce_id")).isEqualTo(order + "-c0ffee");
    assertThat(CloudEvent.text(record.headers(), "ce_source")).isEqualTo("ingest-api");
  }

  @Test
  void overTheLimitItRefusesAtOnceUntilSomethingIsAcknowledged() {
    CompletableFuture<Void> first = send(500);
    CompletableFuture<Void> second = send(400);

    assertThat(kind(send(400))).isEqualTo(LogException.Kind.OVERLOADED);
    assertThat(producer.history()).hasSize(2);
    producer.completeNext();
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    assertThat(send(400)).isNotDone();
  }

  @Test
  void saysWhatIsKnownOfARecordThatFailed() {
    CompletableFuture<Void> timedOut = send(1);
    producer.errorNext(new TimeoutException("delivery"));
    assertThat(kind(timedOut)).isEqualTo(LogException.Kind.OUTCOME_UNKNOWN);

    CompletableFuture<Void> refused = send(1);
    producer.errorNext(new AuthorizationException("no"));
    assertThat(kind(refused)).isEqualTo(LogException.Kind.UNAVAILABLE);

    producer.sendException = new IllegalStateException("closed");
    assertThat(kind(send(1))).isEqualTo(LogException.Kind.UNAVAILABLE);
    assertThat(budget.usedBytes()).isZero();
  }

  private CompletableFuture<Void> send(int bytes) {
    return sender
        .send(new ProducerRecord<>("t", 0, new byte[1], new byte[bytes]))
        .toCompletableFuture();
  }

  private static LogException.Kind kind(CompletableFuture<Void> sent) {
    ExecutionException failure = catchThrowableOfType(ExecutionException.class, sent::get);
    return ((LogException) failure.getCause()).kind();
  }
}
