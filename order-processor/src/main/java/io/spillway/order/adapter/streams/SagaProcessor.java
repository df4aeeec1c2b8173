package io.spillway.order.adapter.streams;

import io.spillway.order.OrderFlow;
import io.spillway.order.core.AdmissionWindow;
import io.spillway.order.core.Decision;
import io.spillway.order.core.OrderMessage;
import io.spillway.order.core.OrderMessage.HoldEnded;
import io.spillway.order.core.OrderSaga;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.DeadLetterHeaders;
import io.spillway.schemas.codec.Source;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the records and the deadlines of one task through the saga. State, outputs, dead letters
 * and offsets commit in one transaction. One thread at a time.
 */
final class SagaProcessor implements Processor<byte[], byte[], byte[], Outgoing> {
  /** How often deadlines are looked at: a hold ends at most so much late. */
  static final Duration DEADLINES_EVERY = Duration.ofMillis(250);

  /** After an outage many are due at once, and records wait meanwhile. */
  static final int MAX_DEADLINES = 500;

  /** How often it is asked whether to commit: a commit is at most so much late. */
  private static final Duration COMMITS_EVERY = Duration.ofMillis(10);

  private static final Logger LOG = LoggerFactory.getLogger(SagaProcessor.class);

  /** A submission can be replayed as long as the intake keeps it; a day for clocks and people. */
  private static final Duration KEEP_ENDED =
      Objects.requireNonNull(Topic.ORDERS_INTAKE.retention(), "the intake is not compacted")
          .plusDays(1);

  private final OrderSaga saga;
  private final Partitioning partitioning;
  private final Map<Topic, Uuid> topicIds;
  private final AdmissionWindow window;
  private final OrderMessageReader reader;
  private final Clock clock;
  private final SagaMetrics metrics;
  private final Supplier<AdaptiveCommitPolicy> paceOfThread;

  private @Nullable Task task;

  /** The period between two commits in which this task worked last. */
  private long worked = -1;

  /** What a task has from its beginning to its end. */
  private record Task(
      ProcessorContext<byte[], Outgoing> context,
      SagaOutput output,
      OrderFlow flow,
      StreamsSagaStore store,
      EndedOrderExpiry sweep) {}

  SagaProcessor(
      Partitioning partitioning,
      Map<Topic, Uuid> topicIds,
      AdmissionWindow window,
      Clock clock,
      SagaMetrics metrics,
      Supplier<AdaptiveCommitPolicy> paceOfThread) {
    this.saga = new OrderSaga(partitioning.inventoryPartitions());
    this.partitioning = partitioning;
    this.topicIds = topicIds;
    this.window = window;
    this.reader = new OrderMessageReader(partitioning);
    this.clock = clock;
    this.metrics = metrics;
    this.paceOfThread = paceOfThread;
  }

  @Override
  public void init(ProcessorContext<byte[], Outgoing> context) {
    KeyValueStore<Bytes, byte[]> orders = context.getStateStore(OrderTopology.STORE);
    StreamsSagaStore store =
        new StreamsSagaStore(
            orders,
            context.getStateStore(OrderTopology.DEADLINES),
            context.getStateStore(OrderTopology.PROGRESS),
            topicIds);
    SagaOutput output = new SagaOutput(context, partitioning, metrics);
    OrderFlow flow = new OrderFlow(saga, store, output, window);
    task = new Task(context, output, flow, store, new EndedOrderExpiry(orders, KEEP_ENDED));
    context.schedule(
        DEADLINES_EVERY, PunctuationType.WALL_CLOCK_TIME, _ -> endHolds(clock.instant()));
    context.schedule(COMMITS_EVERY, PunctuationType.WALL_CLOCK_TIME, _ -> commitIfDue());
    context.schedule(
        EndedOrderExpiry.EVERY,
        PunctuationType.WALL_CLOCK_TIME,
        _ -> metrics.forgotten().increment(task().sweep().run(clock.instant())));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    metrics.consumed().increment();
    worked = paceOfThread.get().take();
    Instant now = clock.instant();
    RecordMetadata source = task().context().recordMetadata().orElseThrow();
    Topic topic = Topic.named(source.topic());
    OrderMessage message;
    try {
      message = reader.read(topic, source.partition(), record.key(), record.value());
    } catch (PoisonException e) {
      deadLetter(record, source, "" + e.getMessage(), now);
      return;
    }
    task().output().causedBy(now, CloudEvent.text(record.headers(), CloudEvent.TRACEPARENT));
    Decision step =
        message instanceof OrderMessage.Command command
            ? task().flow().take(command, topic, source.offset(), now)
            : task().flow().take(message, now);
    switch (step) {
      case Decision.Advanced _ -> metrics.processed().increment();
      case Decision.Answered answered ->
          (answered.repeated() ? metrics.duplicate() : metrics.processed()).increment();
      case Decision.Deferred _ -> defer(record, source, now);
      case Decision.Duplicate _ -> metrics.duplicate().increment();
      case Decision.Conflict _ -> conflict(message);
      case Decision.Unexpected unexpected -> deadLetter(record, source, unexpected.why(), now);
    }
  }

  /** All tasks of the thread commit together, so the first that has something asks for all. */
  private void commitIfDue() {
    AdaptiveCommitPolicy pace = paceOfThread.get();
    if (pace.isDue(this, worked)) {
      task().context().commit();
      pace.requested(this);
    }
  }

  private void endHolds(Instant now) {
    for (HoldEnded ended : task().store().due(now, MAX_DEADLINES)) {
      worked = paceOfThread.get().period();
      task().output().causedBy(now, null);
      Decision step = task().flow().take(ended, now);
      if (!(step instanceof Decision.Advanced)) {
        // Nothing follows from it, now or later; it would be due for ever.
        task().store().stopTimer(ended.orderId(), ended.deadline());
        LOG.atWarn()
            .addKeyValue("orderId", ended.orderId())
            .addKeyValue("deadline", ended.deadline())
            .addKeyValue("step", step)
            .log("deleted a deadline without an order");
      }
    }
  }

  /** As it came, with its headers: it is the same command in another place. */
  private void defer(Record<byte[], byte[]> record, RecordMetadata source, Instant now) {
    metrics.processed().increment();
    metrics.deferred().increment();
    byte[] intake = OrderMessageReader.asIntake(record.value());
    task()
        .context()
        .forward(
            new Record<>(
                record.key(),
                new Outgoing(intake, source.partition()),
                now.toEpochMilli(),
                record.headers()),
            OrderTopology.DEFERRED);
  }

  private void conflict(OrderMessage message) {
    metrics.duplicate().increment();
    metrics.conflict().increment();
    LOG.atWarn()
        .addKeyValue("orderId", message.orderId())
        .log("order resubmitted with another body; keeping the first");
  }

  private void deadLetter(
      Record<byte[], byte[]> record, RecordMetadata source, String cause, Instant now) {
    metrics.deadLettered().increment();
    LOG.atWarn()
        .addKeyValue("topic", source.topic())
        .addKeyValue("partition", source.partition())
        .addKeyValue("offset", source.offset())
        .addKeyValue("cause", cause)
        .log("sent a record to the dead-letter topic");
    Headers headers =
        DeadLetterHeaders.of(
            record.headers(),
            new DeadLetterHeaders.Source(
                source.topic(),
                source.partition(),
                source.offset(),
                SagaTimestampExtractor.written(source.topic(), record.timestamp())),
            Source.ORDER_PROCESSOR.text(),
            cause,
            1,
            now);
    byte @Nullable [] value =
        DeadLetterHeaders.fitting(
            record.value(), KafkaClients.MAX_DEAD_LETTER_VALUE_BYTES, headers);
    task()
        .context()
        .forward(
            new Record<>(record.key(), new Outgoing(value, 0), now.toEpochMilli(), headers),
            Topic.ORDER_PROCESSOR_DLQ.topicName());
  }

  private Task task() {
    return Objects.requireNonNull(task, "init comes first");
  }
}
