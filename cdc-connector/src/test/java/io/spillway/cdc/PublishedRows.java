package io.spillway.cdc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.codec.CloudEvent;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads a topic from its start, and goes on reading. */
final class PublishedRows implements AutoCloseable {
  private static final ProtoSerde<RowChange> ROWS = ProtoSerde.of(RowChange.getDefaultInstance());

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<Row> rows = new ArrayList<>();

  record Row(
      String key,
      int partition,
      @Nullable RowChange value,
      String id,
      Map<String, String> headers) {
    RowChange present() {
      if (value == null) {
        throw new AssertionError(key + " is a tombstone");
      }
      return value;
    }
  }

  PublishedRows(KafkaConfig kafka, Topic topic, int partitions) {
    Map<String, Object> properties = KafkaClients.reader(kafka, "test");
    consumer = new KafkaConsumer<>(properties);
    List<TopicPartition> all =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  /** Everything read so far, per partition in its order. */
  List<Row> all() {
    return List.copyOf(rows);
  }

  List<Row> of(String key) {
    return rows.stream().filter(row -> row.key().equals(key)).toList();
  }

  /** Reads on until a row fits. */
  Row await(Predicate<Row> wanted, Duration limit) {
    int seen = 0;
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      for (; seen < rows.size(); seen++) {
        if (wanted.test(rows.get(seen))) {
          return rows.get(seen);
        }
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not published within " + limit + "; " + rows.size() + " rows");
      }
      consumer.poll(Duration.ofMillis(100)).forEach(record -> rows.add(row(record)));
    }
  }

  /** The keys read so far. */
  Set<String> keys() {
    return rows.stream().map(Row::key).collect(Collectors.toSet());
  }

  /** Reads on for a while. */
  void readFor(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < deadline) {
      consumer.poll(Duration.ofMillis(100)).forEach(record -> rows.add(row(record)));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private static Row row(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new java.util.HashMap<>();
    record
        .headers()
        .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
    boolean isRow = record.topic().startsWith("cdc.");
    return new Row(
        new String(record.key(), UTF_8),
        record.partition(),
        record.value() == null || !isRow ? null : ROWS.parse(record.value()),
        String.valueOf(CloudEvent.text(record.headers(), "ce_id")),
        headers);
  }
}
