package io.spillway.ingest.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.port.OrderLog;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The intake topic, routed by the customer's slot. */
public final class KafkaOrderLog implements OrderLog {
  private static final String TYPE = "io.spillway.orders.v1.SubmitOrder";

  private final RecordSender sender;
  private final Partitioning partitioning;

  public KafkaOrderLog(RecordSender sender, Partitioning partitioning) {
    this.sender = sender;
    this.partitioning = partitioning;
  }

  @Override
  public CompletionStage<Void> append(Acceptance order, TraceContext trace) {
    String id = order.orderId().toString();
    Topic topic = Topic.ORDERS_INTAKE;
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic.topicName(),
            partitioning.partition(topic, order.orderId().slot()),
            id.getBytes(UTF_8),
            OrderIntake.newBuilder().setSubmit(order.message()).build().toByteArray());
    new CloudEvent(id, TYPE, KafkaProducers.SOURCE, id, order.acceptedAt(), trace.traceparent())
        .writeTo(record.headers());
    return sender.send(record);
  }
}
