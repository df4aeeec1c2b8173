package io.spillway.order.adapter.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.MessageLite;
import io.spillway.order.port.OrderOutput;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.Source;
import io.spillway.schemas.events.EventAttributes;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.CommandResult;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderReject;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.topics.Topic;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** What the saga says, as records for the sinks; ids are deterministic. One thread at a time. */
final class SagaOutput implements OrderOutput {
  private static final String ORDERS = "io.spillway.orders.v1.";
  private static final String INVENTORY = "io.spillway.inventory.v1.";

  /** Enough to tell submissions of one order apart. */
  private static final int FINGERPRINT_BYTES = 8;

  private final ProcessorContext<byte[], Outgoing> context;
  private final Partitioning partitioning;
  private final SagaMetrics metrics;

  /** Of the message in hand. */
  private Instant now = Instant.EPOCH;

  /** Of the message in hand. */
  private @Nullable String traceparent;

  SagaOutput(
      ProcessorContext<byte[], Outgoing> context, Partitioning partitioning, SagaMetrics metrics) {
    this.context = context;
    this.partitioning = partitioning;
    this.metrics = metrics;
  }

  /** What follows is caused by one message, handled at this time. */
  void causedBy(Instant time, @Nullable String trace) {
    now = time;
    traceparent = trace;
  }

  @Override
  public void publish(OrderEvent event) {
    metrics.changed(event.getChangeCase()).increment();
    String id = event.getOrderId();
    int partition = partition(Topic.ORDERS_EVENTS, id);
    CloudEvent attributes = EventAttributes.of(event, now, traceparent);
    forward(Topic.ORDERS_EVENTS, id, event, partition, attributes);
  }

  @Override
  public void send(InventoryCommand command) {
    switch (command.getCommandCase()) {
      case RESERVE -> {
        String id = command.getReserve().getOrderId();
        send(command, id, command.getReserve().getGroup(), "reserve", "ReserveLines");
      }
      case RELEASE -> {
        String id = command.getRelease().getOrderId();
        send(command, id, command.getRelease().getGroup(), "release", "ReleaseLines");
      }
      case FULFIL -> {
        String id = command.getFulfil().getOrderId();
        send(command, id, command.getFulfil().getGroup(), "fulfil", "FulfilLines");
      }
      case ADJUST, COMMAND_NOT_SET ->
          throw new IllegalArgumentException("no command of an order: " + command.getCommandCase());
    }
  }

  private void send(InventoryCommand command, String id, int group, String verb, String type) {
    CloudEvent attributes = attributes(id, INVENTORY + type, verb, group);
    forward(Topic.INVENTORY_COMMANDS, id, command, group, attributes);
  }

  @Override
  public void answer(CommandResult result) {
    metrics.answered(result.getVerdict()).increment();
    String id = result.getOrderId();
    forward(
        Topic.ORDERS_COMMAND_RESULTS,
        id,
        result,
        ORDERS + "CommandResult",
        result.getCommandId(),
        result.getVersion());
  }

  @Override
  public void reject(OrderReject reject) {
    String id = reject.getOrderId();
    byte[] print = reject.getFingerprint().toByteArray();
    String prefix = HexFormat.of().formatHex(print, 0, Math.min(print.length, FINGERPRINT_BYTES));
    forward(Topic.ORDERS_REJECTS, id, reject, ORDERS + "OrderReject", "reject", prefix);
  }

  /** To the partition of the order's own slot. */
  private void forward(
      Topic topic, String orderId, MessageLite message, String type, Object... parts) {
    forward(topic, orderId, message, partition(topic, orderId), attributes(orderId, type, parts));
  }

  private void forward(
      Topic topic, String orderId, MessageLite message, int partition, CloudEvent attributes) {
    Headers headers = new RecordHeaders();
    attributes.writeTo(headers);
    context.forward(
        new Record<>(
            orderId.getBytes(UTF_8),
            new Outgoing(message.toByteArray(), partition),
            now.toEpochMilli(),
            headers),
        topic.topicName());
  }

  private int partition(Topic topic, String orderId) {
    return partitioning.partition(topic, RoutedId.parse(orderId).slot());
  }

  private CloudEvent attributes(String orderId, String type, Object... parts) {
    return CloudEvent.of(Source.ORDER_PROCESSOR, type, orderId, now, traceparent, orderId, parts);
  }
}
