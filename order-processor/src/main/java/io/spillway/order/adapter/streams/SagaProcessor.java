package io.spillway.order.adapter.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.order.OrderFlow;
import io.spillway.order.core.OrderMessage;
import io.spillway.order.core.OrderSaga;
import io.spillway.order.core.Step;
import io.spillway.order.port.OrderOutput;
import io.spillway.runtime.failure.PoisonException;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.DeadLetterHeaders;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the records of one task through the saga. State, outputs, dead letters and offsets commit
 * in one transaction. One thread at a time.
 */
final class SagaProcessor implements Processor<byte[], byte[], byte[], Outgoing>, OrderOutput {
  private static final String CONSUMER = "order-processor";
  private static final Logger LOG = LoggerFactory.getLogger(SagaProcessor.class);

  /** Room for the headers that a dead letter adds. */
  private static final int DEAD_LETTER_OVERHEAD_BYTES = 64 * 1024;

  private final OrderSaga saga;
  private final Partitioning partitioning;
  private final OrderMessageReader reader;
  private final Clock clock;
  private final SagaMetrics metrics;

  private @Nullable ProcessorContext<byte[], Outgoing> context;
  private @Nullable OrderFlow flow;

  /** Of the record in hand. */
  private @Nullable String traceparent;

  /** Of the record in hand. */
  private Instant now = Instant.EPOCH;

  SagaProcessor(Partitioning partitioning, Clock clock, SagaMetrics metrics) {
    this.saga = new OrderSaga(partitioning.inventoryPartitions());
    this.partitioning = partitioning;
    this.reader = new OrderMessageReader(partitioning);
    this.clock = clock;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<byte[], Outgoing> context) {
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(OrderTopology.STORE);
    this.context = context;
    this.flow = new OrderFlow(saga, new StoredStates(store), this);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    metrics.consumed().increment();
    now = clock.instant();
    traceparent = CloudEvent.text(record.headers(), CloudEvent.TRACEPARENT);
    RecordMetadata source = context().recordMetadata().orElseThrow();
    OrderMessage message;
    try {
      message =
          reader.read(
              Topic.named(source.topic()), source.partition(), record.key(), record.value());
    } catch (PoisonException e) {
      deadLetter(record, source, "" + e.getMessage());
      return;
    }
    switch (Objects.requireNonNull(flow, "init comes first").take(message, now)) {
      case Step.Advanced _ -> metrics.processed().increment();
      case Step.Duplicate _ -> metrics.duplicate().increment();
      case Step.Conflict _ -> conflict(message);
      case Step.Unexpected unexpected -> deadLetter(record, source, unexpected.why());
    }
  }

  @Override
  public void publish(OrderEvent event) {
    String id = event.getOrderId();
    Headers headers =
        headers(
            id + "-" + event.getVersion(),
            switch (event.getChangeCase()) {
              case CREATED -> "io.spillway.orders.v1.OrderCreated";
              case CONFIRMED -> "io.spillway.orders.v1.OrderConfirmed";
              case REJECTED -> "io.spillway.orders.v1.OrderRejected";
              case CHANGE_NOT_SET -> throw new IllegalArgumentException("an event of no change");
            },
            id);
    switch (event.getChangeCase()) {
      case CREATED -> metrics.reserving().increment();
      case CONFIRMED -> metrics.confirmed().increment();
      case REJECTED -> metrics.rejected().increment();
      case CHANGE_NOT_SET -> {}
    }
    int partition = partitioning.partition(Topic.ORDERS_EVENTS, RoutedId.parse(id).slot());
    forward(Topic.ORDERS_EVENTS, id, event.toByteArray(), partition, headers);
  }

  @Override
  public void send(InventoryCommand command) {
    switch (command.getCommandCase()) {
      case RESERVE -> {
        String id = command.getReserve().getOrderId();
        send(command, id, command.getReserve().getGroup(), "ReserveLines", "reserve");
      }
      case RELEASE -> {
        String id = command.getRelease().getOrderId();
        send(command, id, command.getRelease().getGroup(), "ReleaseLines", "release");
      }
      case ADJUST, COMMAND_NOT_SET ->
          throw new IllegalArgumentException("no command of an order: " + command.getCommandCase());
    }
  }

  private void send(InventoryCommand command, String id, int group, String type, String verb) {
    Headers headers =
        headers(id + "-" + verb + "-" + group, "io.spillway.inventory.v1." + type, id);
    forward(Topic.INVENTORY_COMMANDS, id, command.toByteArray(), group, headers);
  }

  private Headers headers(String eventId, String type, String orderId) {
    Headers headers = new RecordHeaders();
    new CloudEvent(eventId, type, "order-processor", orderId, now, traceparent).writeTo(headers);
    return headers;
  }

  private void conflict(OrderMessage message) {
    metrics.duplicate().increment();
    metrics.conflict().increment();
    LOG.atWarn()
        .addKeyValue("orderId", message.orderId())
        .log("an order came again with another body; the first one stands");
  }

  private void deadLetter(Record<byte[], byte[]> record, RecordMetadata source, String cause) {
    metrics.deadLettered().increment();
    LOG.atWarn()
        .addKeyValue("topic", source.topic())
        .addKeyValue("partition", source.partition())
        .addKeyValue("offset", source.offset())
        .addKeyValue("cause", cause)
        .log("a record is set aside");
    Headers headers =
        DeadLetterHeaders.of(
            record.headers(),
            new DeadLetterHeaders.Source(
                source.topic(), source.partition(), source.offset(), record.timestamp()),
            CONSUMER,
            cause,
            1,
            now);
    byte @Nullable [] value = record.value();
    if (value != null
        && value.length > KafkaClients.MAX_RECORD_BYTES - DEAD_LETTER_OVERHEAD_BYTES) {
      DeadLetterHeaders.put(headers, DeadLetterHeaders.OMITTED_VALUE_BYTES, value.length);
      value = null;
    }
    context()
        .forward(
            new Record<>(record.key(), new Outgoing(value, 0), now.toEpochMilli(), headers),
            Topic.ORDER_PROCESSOR_DLQ.topicName());
  }

  private void forward(Topic topic, String key, byte[] value, int partition, Headers headers) {
    context()
        .forward(
            new Record<>(
                key.getBytes(UTF_8), new Outgoing(value, partition), now.toEpochMilli(), headers),
            topic.topicName());
  }

  private ProcessorContext<byte[], Outgoing> context() {
    return Objects.requireNonNull(context, "init comes first");
  }
}
