package io.spillway.verify.adapter.kafka;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.footprint.Footprint;
import io.spillway.verify.port.CounterReads;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * The sum of each topic's end offsets, the broker's own topics included. Offsets never fall:
 * neither compaction nor retention takes any back.
 */
public final class TopicCounters implements CounterReads, AutoCloseable {
  private final Admin admin;

  public TopicCounters(KafkaConfig kafka) {
    this.admin = Admin.create(KafkaClients.common(kafka, "spillway-footprint"));
  }

  @Override
  public Map<String, Long> read() throws UnavailableException, InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      var topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
      for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
        topic
            .partitions()
            .forEach(
                p ->
                    latest.put(
                        new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
      }
      Map<String, Long> records = new TreeMap<>();
      admin
          .listOffsets(latest)
          .all()
          .get()
          .forEach(
              (p, end) -> records.merge(Footprint.RECORDS + p.topic(), end.offset(), Long::sum));
      return records;
    } catch (ExecutionException e) {
      throw new UnavailableException("Kafka does not respond (" + e.getCause() + ")", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
