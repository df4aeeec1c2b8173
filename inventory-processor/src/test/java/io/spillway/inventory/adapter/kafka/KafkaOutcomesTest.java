package io.spillway.inventory.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.inventory.core.Answer;
import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.Ledgers;
import io.spillway.inventory.core.LineDecision;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.InventoryOutcome;
import io.spillway.schemas.orders.v1.LineRefusal;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementOutcome;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaOutcomesTest {
  private static final RoutedId ORDER = Ledgers.order(1);
  private static final List<Command.Line> LINES = List.of(Ledgers.line(2, "A", 4));
  private static final Command RESERVE = new Command.Reserve(ORDER, 6, LINES, false);
  private static final Command FULFIL = new Command.Fulfil(ORDER, 6, LINES);
  private static final Command RELEASE = new Command.Release(ORDER, 6, LINES);

  private MockProducer<byte[], byte[]> producer = producer(true);

  private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
    return new MockProducer<>(
        autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private ProducerRecord<byte[], byte[]> publish(Command command, LineDecision settlement)
      throws Exception {
    new KafkaOutcomes(producer, Partitioning.DEFAULT)
        .publish(List.of(new Answer(command, settlement, "trace")));
    return producer.history().getLast();
  }

  private static InventoryOutcome outcome(ProducerRecord<byte[], byte[]> record) throws Exception {
    return InventoryOutcome.parseFrom(record.value());
  }

  @Test
  void goesToTheOrdersPartitionUnderTheOrdersId() throws Exception {
    var record = publish(RESERVE, new LineDecision.Reserved(Ledgers.NOW, false, 1, List.of()));

    assertThat(record.topic()).isEqualTo("inventory.outcomes.v1");
    assertThat(record.partition()).isEqualTo(ORDER.slot() * 16 >>> 12);
    assertThat(record.key()).isEqualTo(ORDER.toString().getBytes(UTF_8));
    assertThat(outcome(record).getOrderId()).isEqualTo(ORDER.toString());
    assertThat(outcome(record).getGroup()).isEqualTo(6);
    assertThat(Times.instant(outcome(record).getSettledAt())).isEqualTo(Ledgers.NOW);
    assertThat(outcome(record).hasReserved()).isTrue();
  }

  @Test
  void isACloudEventOfTheSameIdEachTime() throws Exception {
    var first = publish(RESERVE, new LineDecision.Reserved(Ledgers.NOW, false, 1, List.of()));
    var again = publish(RESERVE, new LineDecision.Reserved(Ledgers.NOW, true, 1, List.of()));

    assertThat(CloudEvent.text(first.headers(), "ce_id")).isEqualTo(ORDER + "-reserve-6");
    assertThat(CloudEvent.text(first.headers(), "ce_source")).isEqualTo("inventory-processor");
    assertThat(CloudEvent.text(first.headers(), "ce_type"))
        .isEqualTo("io.spillway.inventory.v1.LinesReserved");
    assertThat(CloudEvent.text(first.headers(), "traceparent")).isEqualTo("trace");
    assertThat(again.value()).isEqualTo(first.value());
    assertThat(again.headers()).isEqualTo(first.headers());
  }

  @Test
  void namesTheRefusedLines() throws Exception {
    LineRefusal refusal = LineRefusal.newBuilder().setLine(2).setSku("A").build();
    var record = publish(RESERVE, new LineDecision.Refused(Ledgers.NOW, false, List.of(refusal)));

    assertThat(outcome(record).getRefused().getRefusalsList()).containsExactly(refusal);
    assertThat(CloudEvent.text(record.headers(), "ce_type")).endsWith(".LinesRefused");
  }

  @Test
  void namesTheRefusedLinesBesideThoseThatAreHeld() throws Exception {
    LineRefusal refusal = LineRefusal.newBuilder().setLine(2).setSku("A").build();
    var record =
        publish(RESERVE, new LineDecision.Reserved(Ledgers.NOW, false, 1, List.of(refusal)));

    assertThat(outcome(record).getReserved().getRefusalsList()).containsExactly(refusal);
    assertThat(CloudEvent.text(record.headers(), "ce_type")).endsWith(".LinesReserved");
  }

  @Test
  void tellsAFulfilmentFromAReservation() throws Exception {
    var record = publish(FULFIL, new LineDecision.Fulfilled(Ledgers.NOW, false, 1));

    assertThat(outcome(record).hasFulfilled()).isTrue();
    assertThat(CloudEvent.text(record.headers(), "ce_id")).isEqualTo(ORDER + "-fulfil-6");
    assertThat(CloudEvent.text(record.headers(), "ce_type")).endsWith(".LinesFulfilled");
  }

  @Test
  void tellsAReleaseFromAReservation() throws Exception {
    var record = publish(RELEASE, new LineDecision.Released(Ledgers.NOW, false, 1));

    assertThat(outcome(record).hasReleased()).isTrue();
    assertThat(CloudEvent.text(record.headers(), "ce_id")).isEqualTo(ORDER + "-release-6");
    assertThat(CloudEvent.text(record.headers(), "ce_type")).endsWith(".LinesReleased");
  }

  @Test
  void doesNotAnswerAdjustments() throws Exception {
    new KafkaOutcomes(producer, Partitioning.DEFAULT)
        .publish(
            List.of(
                new Answer(
                    Ledgers.adjust("r", "A", 1),
                    new LineDecision.Adjusted(Ledgers.NOW, false, MovementOutcome.APPLIED),
                    null)));

    assertThat(producer.history()).isEmpty();
  }

  @Test
  void failsUnlessEveryAnswerIsAcknowledged() throws Exception {
    producer = producer(false);
    Answer answer =
        new Answer(RESERVE, new LineDecision.Reserved(Ledgers.NOW, false, 1, List.of()), null);
    Thread brokers =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (producer.history().size() < 2) {
                    Thread.onSpinWait();
                  }
                  producer.completeNext();
                  producer.errorNext(new TimeoutException("no acknowledgement"));
                });

    assertThatThrownBy(
            () ->
                new KafkaOutcomes(producer, Partitioning.DEFAULT).publish(List.of(answer, answer)))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(TimeoutException.class);
    brokers.join();
  }
}
