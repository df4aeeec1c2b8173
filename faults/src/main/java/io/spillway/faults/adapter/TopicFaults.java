package io.spillway.faults.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Records that no service of ours would have written. */
final class TopicFaults {
  private static final int LARGEST_RECORD_BYTES = 4 << 20;

  private TopicFaults() {}

  /**
   * Bytes that are no message, messages of no known sort, and one of 3 MiB, everywhere. They stay;
   * the consumers have to get past them.
   */
  record Corrupt(KafkaConfig kafka, long seed) implements FaultAction {
    static final List<Topic> READ =
        List.of(
            Topic.ORDERS_INTAKE,
            Topic.ORDERS_COMMANDS,
            Topic.INVENTORY_OUTCOMES,
            Topic.ORDERS_EVENTS,
            Topic.INVENTORY_COMMANDS,
            Topic.CDC_ORDERS,
            Topic.CDC_STOCK,
            Topic.CDC_STOCK_MOVEMENTS,
            Topic.CDC_PRODUCTS);
    private static final int OVERSIZED_BYTES = 3 << 20;
    private static final byte[] NO_MESSAGE = {(byte) 0xff, (byte) 0xff, (byte) 0xff};
    // Field 99, one byte long: well formed, and known to no schema.
    private static final byte[] UNKNOWN = {(byte) 0x9a, 0x06, 0x01, 0x78};

    @Override
    public void inject() throws Exception {
      Random random = new Random(seed);
      byte[] oversized = new byte[OVERSIZED_BYTES];
      random.nextBytes(oversized);
      try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
        for (Topic topic : READ) {
          int partitions = producer.partitionsFor(topic.topicName()).size();
          for (int partition = 0; partition < partitions; partition++) {
            send(producer, topic, partition, NO_MESSAGE);
            send(producer, topic, partition, UNKNOWN);
          }
          send(producer, topic, random.nextInt(partitions), oversized);
        }
        producer.flush();
      }
    }

    private static void send(
        KafkaProducer<byte[], byte[]> producer, Topic topic, int partition, byte[] value)
        throws Exception {
      byte[] key = ("corrupt-" + partition).getBytes(UTF_8);
      producer.send(new ProducerRecord<>(topic.topicName(), partition, key, value)).get();
    }
  }

  /** Rows of the change feed that were sent before come again, twice each and in any order. */
  record Shuffled(KafkaConfig kafka, long seed) implements FaultAction {
    private static final int PER_PARTITION = 200;
    private static final List<Topic> FEED =
        List.of(Topic.CDC_ORDERS, Topic.CDC_STOCK, Topic.CDC_STOCK_MOVEMENTS, Topic.CDC_PRODUCTS);

    @Override
    public void inject() throws Exception {
      Random random = new Random(seed);
      try (KafkaProducer<byte[], byte[]> producer = producer(kafka)) {
        for (Topic topic : FEED) {
          List<ConsumerRecord<byte[], byte[]>> sample =
              new ArrayList<>(sample(kafka, topic, random));
          sample.addAll(List.copyOf(sample));
          Collections.shuffle(sample, random);
          for (ConsumerRecord<byte[], byte[]> record : sample) {
            var _ =
                producer.send(
                    new ProducerRecord<>(
                        record.topic(),
                        record.partition(),
                        null,
                        record.key(),
                        record.value(),
                        record.headers()));
          }
          producer.flush();
        }
      }
    }

    private static List<ConsumerRecord<byte[], byte[]>> sample(
        KafkaConfig kafka, Topic topic, Random random) {
      Map<String, Object> properties = KafkaClients.reader(kafka, "faults");
      List<ConsumerRecord<byte[], byte[]>> sample = new ArrayList<>();
      try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
        List<TopicPartition> partitions =
            consumer.partitionsFor(topic.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
          long begin = begins.getOrDefault(partition, 0L);
          long end = ends.getOrDefault(partition, 0L);
          if (end <= begin) {
            continue;
          }
          consumer.assign(List.of(partition));
          consumer.seek(partition, random.nextLong(begin, end));
          int taken = 0;
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(2))) {
            if (taken++ < PER_PARTITION) {
              sample.add(record);
            }
          }
        }
      }
      return sample;
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(KafkaConfig kafka) {
    Map<String, Object> properties = new HashMap<>(KafkaClients.producer(kafka, "spillway-faults"));
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD_BYTES);
    return new KafkaProducer<>(properties);
  }
}
