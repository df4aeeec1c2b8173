package io.spillway.bench.adapter.kafka;

import io.spillway.bench.adapter.host.Drain;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How far topics and groups have come. Not thread-safe. */
public final class TopicEnds implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  private final Admin admin;

  public TopicEnds(KafkaConfig kafka) {
    admin = Admin.create(KafkaClients.common(kafka, "bench-admin"));
  }

  /** Makes a topic unless it is there. */
  public void create(String topic, int partitions) throws InterruptedException, ExecutionException {
    if (!admin.listTopics().names().get().contains(topic)) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
  }

  public long end(String topic) throws InterruptedException, ExecutionException {
    int partitions =
        admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
            .mapToInt(description -> description.partitions().size())
            .sum();
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int i = 0; i < partitions; i++) {
      ends.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
    return admin.listOffsets(ends).all().get().values().stream()
        .mapToLong(end -> end.offset())
        .sum();
  }

  /** The sum of what a group has committed of a topic. */
  public long committed(String group, String topic)
      throws InterruptedException, ExecutionException {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .filter(each -> each.getKey().topic().equals(topic) && each.getValue() != null)
        .mapToLong(each -> each.getValue().offset())
        .sum();
  }

  /** Reports each rise of a position from {@code base} on, until closed. */
  public static Watch watch(Callable<Long> position, long base, Drain drain) {
    Thread thread =
        Thread.ofPlatform()
            .name("bench-watch")
            .start(
                () -> {
                  long last = base;
                  try {
                    while (!Thread.currentThread().isInterrupted()) {
                      long now = position.call();
                      if (now > last) {
                        drain.done(now - last);
                        last = now;
                      }
                      Thread.sleep(POLL);
                    }
                  } catch (Exception end) {
                    // Closed, or a broker that is going away: what was seen counts.
                  }
                });
    return thread::interrupt;
  }

  @FunctionalInterface
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  @Override
  public void close() {
    admin.close();
  }
}
