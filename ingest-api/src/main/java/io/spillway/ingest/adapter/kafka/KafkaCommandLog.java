package io.spillway.ingest.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.port.CommandLog;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.topics.Topic;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The inventory's command topic, routed by the SKU's slot. */
public final class KafkaCommandLog implements CommandLog {
  private static final String TYPE = "io.spillway.inventory.v1.AdjustStock";

  private final RecordSender sender;
  private final Partitioning partitioning;

  public KafkaCommandLog(RecordSender sender, Partitioning partitioning) {
    this.sender = sender;
    this.partitioning = partitioning;
  }

  @Override
  public CompletionStage<Void> append(Adjustment adjustment, Instant issuedAt, TraceContext trace) {
    Topic topic = Topic.INVENTORY_COMMANDS;
    InventoryCommand command =
        InventoryCommand.newBuilder()
            .setIssuedAt(Times.timestamp(issuedAt))
            .setAdjust(adjustment.message())
            .build();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic.topicName(),
            partitioning.partition(topic, adjustment.id().slot()),
            adjustment.sku().getBytes(UTF_8),
            command.toByteArray());
    new CloudEvent(
            adjustment.id().toString(),
            TYPE,
            KafkaProducers.SOURCE,
            adjustment.sku(),
            issuedAt,
            trace.traceparent())
        .writeTo(record.headers());
    return sender.send(record);
  }
}
