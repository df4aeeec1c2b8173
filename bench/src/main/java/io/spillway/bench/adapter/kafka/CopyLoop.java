package io.spillway.bench.adapter.kafka;

import io.spillway.bench.adapter.host.Drain;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderIntake;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.routing.Partitioning;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Two threads that read orders and write an event and a command for each. With transactions: the
 * plain loop that Kafka's documentation shows, one transaction a poll, every order parsed and an
 * event made of it. Without: what a consumer and a producer can do at most, bytes as they come.
 */
final class CopyLoop implements AutoCloseable {
  static final String IN = "bench.intake";
  static final String EVENTS = "bench.events";
  static final String COMMANDS = "bench.inventory-commands";

  private static final int THREADS = 2;
  private static final Duration POLL = Duration.ofMillis(50);
  private static final ProtoSerde<OrderIntake> SERDE =
      ProtoSerde.of(OrderIntake.getDefaultInstance());

  private final KafkaConfig kafka;
  private final int commandPartitions;
  private final boolean transactions;
  private final String group;
  private final Drain drain;
  private final List<Thread> threads;
  private volatile boolean open = true;

  CopyLoop(
      KafkaConfig kafka,
      Partitioning partitioning,
      boolean transactions,
      String group,
      Drain drain) {
    this.kafka = kafka;
    this.commandPartitions = partitioning.inventoryPartitions();
    this.transactions = transactions;
    this.group = group;
    this.drain = drain;
    this.threads =
        java.util.stream.IntStream.range(0, THREADS)
            .mapToObj(i -> Thread.ofPlatform().name(group + "-" + i).start(() -> work(i)))
            .toList();
  }

  private void work(int number) {
    Map<String, Object> in = KafkaClients.consumer(kafka, group, group + "-" + number);
    in.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    Map<String, Object> out = KafkaClients.producer(kafka, group + "-" + number);
    if (transactions) {
      out.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group + "-" + number);
    }
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(in);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(out)) {
      if (transactions) {
        producer.initTransactions();
      }
      consumer.subscribe(List.of(IN));
      while (open) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          copy(records, consumer, producer);
          drain.done(records.count());
        }
      }
    } catch (InterruptException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy(
      ConsumerRecords<byte[], byte[]> records,
      KafkaConsumer<byte[], byte[]> consumer,
      KafkaProducer<byte[], byte[]> producer) {
    if (transactions) {
      producer.beginTransaction();
    }
    for (ConsumerRecord<byte[], byte[]> record : records) {
      byte[] event = transactions ? event(record.value()) : record.value();
      var _ = producer.send(new ProducerRecord<>(EVENTS, record.partition(), record.key(), event));
      int partition = record.partition() % commandPartitions;
      var _ =
          producer.send(new ProducerRecord<>(COMMANDS, partition, record.key(), record.value()));
    }
    if (transactions) {
      producer.sendOffsetsToTransaction(offsets(records), consumer.groupMetadata());
      producer.commitTransaction();
    } else {
      producer.flush();
      consumer.commitAsync();
    }
  }

  private static byte[] event(byte[] intake) {
    var order = SERDE.parse(intake).getSubmit().getOrder();
    return OrderEvent.newBuilder()
        .setOrderId(order.getOrderId())
        .setVersion(1)
        .setStatus(OrderStatus.RESERVING)
        .setOrder(order)
        .build()
        .toByteArray();
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(
      ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      offsets.put(
          partition, new OffsetAndMetadata(records.records(partition).getLast().offset() + 1));
    }
    return offsets;
  }

  @Override
  public void close() throws InterruptedException {
    open = false;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
