package io.spillway.bench.adapter.mysql;

import io.spillway.inventory.core.Command;
import io.spillway.inventory.core.StockKey;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.runtime.kafka.TopicCreation;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.Source;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.inventory.v1.ReservationLine;
import io.spillway.schemas.inventory.v1.ReserveLines;
import io.spillway.schemas.routing.Partitioning;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reservation commands that wait in Kafka before a consumer starts. Not thread-safe. */
final class CommandBacklog implements AutoCloseable {
  private final KafkaConfig kafka;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Partitioning partitioning;
  private final ReserveLoad load;
  private final SplittableRandom random = new SplittableRandom(7);

  private CommandBacklog(KafkaConfig kafka, Partitioning partitioning, ReserveLoad load) {
    this.kafka = kafka;
    this.partitioning = partitioning;
    this.load = load;
    this.admin = Admin.create(KafkaClients.common(kafka, "bench-admin"));
    this.producer = new KafkaProducer<>(KafkaClients.producer(kafka, "bench-backlog"));
  }

  /** Makes the product's topics, and those of the peer. */
  static CommandBacklog open(String bootstrap, MysqlLab mysql, ReserveLoad load)
      throws InterruptedException, ExecutionException {
    int shards = mysql.shards().count();
    Partitioning partitioning = new Partitioning(shards, 4 * shards, 2 * shards);
    CommandBacklog backlog = new CommandBacklog(new KafkaConfig(bootstrap), partitioning, load);
    TopicCreation.ensure(backlog.admin, partitioning, (short) 1);
    return backlog;
  }

  Partitioning partitioning() {
    return partitioning;
  }

  KafkaConfig kafka() {
    return kafka;
  }

  /** Makes a topic unless it is there. */
  void topic(String name, int partitions) throws InterruptedException, ExecutionException {
    if (!admin.listTopics().names().get().contains(name)) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    }
  }

  /** Appends commands, in turn over these partitions, and has the group begin with the first. */
  void fill(String topic, List<Integer> partitions, int partitionsOfTopic, String group, int count)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> ends =
        IntStream.range(0, partitionsOfTopic)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
    Map<TopicPartition, OffsetAndMetadata> begin = new HashMap<>();
    admin
        .listOffsets(ends)
        .all()
        .get()
        .forEach((partition, end) -> begin.put(partition, new OffsetAndMetadata(end.offset())));
    admin.alterConsumerGroupOffsets(group, begin).all().get();
    int shard = load.shards().getFirst();
    for (int i = 0; i < count; i++) {
      Command.Reserve order = load.next(shard, random);
      int partition = partitions.get(i % partitions.size());
      var _ = producer.send(record(topic, partition, order));
    }
    producer.flush();
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, int partition, Command.Reserve order) {
    StockKey key = order.lines().getFirst().stock();
    String id = order.ref().toString();
    InventoryCommand command =
        InventoryCommand.newBuilder()
            .setReserve(
                ReserveLines.newBuilder()
                    .setOrderId(id)
                    .setTenant(key.tenant())
                    .addLines(
                        ReservationLine.newBuilder().setLine(0).setSku(key.sku()).setQuantity(1)))
            .build();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic, partition, id.getBytes(StandardCharsets.UTF_8), command.toByteArray());
    CloudEvent.of(
            Source.ORDER_PROCESSOR,
            "io.spillway.inventory.v1.ReserveLines",
            id,
            Instant.EPOCH,
            null,
            id)
        .writeTo(record.headers());
    return record;
  }

  /** How many commands make sure that none is missing before the run ends. */
  static int enough(Optional<Double> perSecond, long runMillis) {
    return (int) Math.max(2_000, 1.5 * perSecond.orElse(1_000.0) * runMillis / 1_000);
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
