package io.spillway.ingest.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.MessageLite;
import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.IssuedCommand;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.port.IntakeLog;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.Source;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.orders.v1.OrderCommand;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The topics of orders and commands, routed by their slots. */
public record KafkaIntakeLog(RecordSender sender, Partitioning partitioning) implements IntakeLog {
  private static final String ORDERS = "io.spillway.orders.v1.";

  @Override
  public CompletableFuture<Void> append(Acceptance order, TraceContext trace) {
    String id = order.orderId().toString();
    OrderIntake intake = OrderIntake.newBuilder().setSubmit(order.message()).build();
    CloudEvent event = event(ORDERS + "SubmitOrder", id, order.acceptedAt(), trace, id);
    return send(Topic.ORDERS_INTAKE, order.orderId().slot(), intake, event);
  }

  @Override
  public CompletableFuture<Void> append(
      Adjustment adjustment, Instant issuedAt, TraceContext trace) {
    InventoryCommand command =
        InventoryCommand.newBuilder()
            .setIssuedAt(Times.timestamp(issuedAt))
            .setAdjust(adjustment.message())
            .build();
    CloudEvent event =
        event(
            "io.spillway.inventory.v1.AdjustStock",
            adjustment.sku(),
            issuedAt,
            trace,
            adjustment.id());
    return send(Topic.INVENTORY_COMMANDS, adjustment.id().slot(), command, event);
  }

  /** Routed as the orders are, so the saga reads both side by side. */
  @Override
  public CompletableFuture<Void> append(IssuedCommand command, TraceContext trace) {
    String id = command.orderId().toString();
    OrderCommand message = command.message();
    CloudEvent event =
        event(ORDERS + type(message), id, command.issuedAt(), trace, id, command.commandId());
    return send(Topic.ORDERS_COMMANDS, command.orderId().slot(), message, event);
  }

  private static String type(OrderCommand message) {
    return switch (message.getCommandCase()) {
      case CONFIRM -> "ConfirmOrder";
      case CANCEL -> "CancelOrder";
      case FULFIL -> "FulfilOrder";
      case EXTEND -> "ExtendHold";
      case COMMAND_NOT_SET -> throw new IllegalArgumentException("a command without a verb");
    };
  }

  private static CloudEvent event(
      String type, String subject, Instant at, TraceContext trace, Object key, Object... parts) {
    return CloudEvent.of(Source.INGEST_API, type, subject, at, trace.traceparent(), key, parts);
  }

  /** The event's subject is the record's key. */
  private CompletableFuture<Void> send(
      Topic topic, int slot, MessageLite message, CloudEvent event) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic.topicName(),
            partitioning.partition(topic, slot),
            event.subject().getBytes(UTF_8),
            message.toByteArray());
    event.writeTo(record.headers());
    return sender.send(record);
  }
}
