package io.spillway.ingest.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.ingest.core.IssuedCommand;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.port.OrderCommandLog;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.orders.v1.OrderCommand;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The orders' command topic, routed as the orders are, so the saga reads both side by side. */
public final class KafkaOrderCommandLog implements OrderCommandLog {
  private final RecordSender sender;
  private final Partitioning partitioning;

  public KafkaOrderCommandLog(RecordSender sender, Partitioning partitioning) {
    this.sender = sender;
    this.partitioning = partitioning;
  }

  @Override
  public CompletionStage<Void> append(IssuedCommand command, TraceContext trace) {
    String id = command.orderId().toString();
    Topic topic = Topic.ORDERS_COMMANDS;
    OrderCommand message = command.message();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic.topicName(),
            partitioning.partition(topic, command.orderId().slot()),
            id.getBytes(UTF_8),
            message.toByteArray());
    new CloudEvent(
            id + '/' + command.commandId(),
            type(message),
            KafkaProducers.SOURCE,
            id,
            command.issuedAt(),
            trace.traceparent())
        .writeTo(record.headers());
    return sender.send(record);
  }

  private static String type(OrderCommand message) {
    String name =
        switch (message.getCommandCase()) {
          case CONFIRM -> "ConfirmOrder";
          case CANCEL -> "CancelOrder";
          case FULFIL -> "FulfilOrder";
          case EXTEND -> "ExtendHold";
          case COMMAND_NOT_SET -> throw new IllegalArgumentException("a command without a verb");
        };
    return "io.spillway.orders.v1." + name;
  }
}
