package io.spillway.operate.adapter.kafka;

import io.spillway.operate.core.forget.ClearTexts;
import io.spillway.operate.core.forget.SearchedPlace;
import io.spillway.operate.port.CopySearch;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.kafka.TopicScan;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads every committed record of every topic, changelogs and dead letters too: key, value,
 * headers. What lies in a topic cannot be changed, so of what is found it tells where it lies and
 * when it goes: by the topic's retention, or because a newer record has its key and the log is
 * compacted.
 */
public final class TopicSearch implements CopySearch {
  private static final String STORE = "kafka";

  private final KafkaConfig kafka;

  public TopicSearch(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  private record Policy(boolean compacts, @Nullable Duration retention, Duration compactedWithin) {}

  /** What was found in one topic. */
  private static final class Found {
    long searched;
    long found;
    long newest;
    final Set<String> what = new TreeSet<>();
    final Map<Integer, long[]> offsets = new TreeMap<>();

    /** Keys, with their partition, whose last record has something. */
    final Set<List<Object>> last = new HashSet<>();

    void take(ConsumerRecord<byte[], byte[]> record, ClearTexts texts) {
      searched++;
      Set<String> here = new TreeSet<>();
      if (record.key() != null) {
        here.addAll(texts.in(record.key()));
      }
      if (record.value() != null) {
        here.addAll(texts.in(record.value()));
      }
      for (Header header : record.headers()) {
        if (header.value() != null) {
          here.addAll(texts.in(header.value()));
        }
      }
      List<Object> key =
          record.key() == null
              ? List.of()
              : List.of(record.partition(), ByteBuffer.wrap(record.key()));
      if (here.isEmpty()) {
        last.remove(key);
        return;
      }
      last.add(key);
      found++;
      newest = Math.max(newest, record.timestamp());
      what.addAll(here);
      long[] range =
          offsets.computeIfAbsent(record.partition(), _ -> new long[] {record.offset(), 0});
      range[1] = record.offset();
    }

    String where() {
      return offsets.entrySet().stream()
          .map(
              part ->
                  String.format(
                      Locale.ROOT,
                      "partition %d: %d to %d",
                      part.getKey(),
                      part.getValue()[0],
                      part.getValue()[1]))
          .collect(Collectors.joining(", "));
    }

    @Nullable Instant goneFrom(Policy policy) {
      Instant at = Instant.ofEpochMilli(newest);
      Duration retention = policy.retention;
      if (retention != null) {
        return at.plus(retention);
      }
      return policy.compacts && last.isEmpty() ? at.plus(policy.compactedWithin) : null;
    }
  }

  @Override
  public List<SearchedPlace> search(ClearTexts texts, Progress progress)
      throws UnavailableException, InterruptedException {
    Map<String, Policy> policies = policies();
    Map<String, Found> topics = new TreeMap<>();
    policies.keySet().forEach(topic -> topics.put(topic, new Found()));
    try (TopicScan scan = new TopicScan(kafka)) {
      Map<TopicPartition, TopicScan.Range> ranges = scan.whole(topics.keySet());
      long offsets = ranges.values().stream().mapToLong(r -> r.to() - r.from()).sum();
      try (Progress.Meter meter = progress.meter("offsets searched", offsets)) {
        scan.read(
            ranges,
            record -> topics.computeIfAbsent(record.topic(), _ -> new Found()).take(record, texts),
            meter::at);
      }
    }
    List<SearchedPlace> places = new ArrayList<>();
    topics.forEach(
        (topic, found) ->
            places.add(
                new SearchedPlace(
                    STORE,
                    topic,
                    found.searched,
                    found.found,
                    found.what,
                    found.where(),
                    found.found == 0 ? null : found.goneFrom(policy(policies, topic)))));
    return places;
  }

  private static Policy policy(Map<String, Policy> policies, String topic) {
    return policies.getOrDefault(topic, new Policy(false, null, Duration.ZERO));
  }

  private Map<String, Policy> policies() {
    try (Admin admin = Admin.create(KafkaClients.common(kafka, "spillway-cli"))) {
      Set<String> names =
          KafkaAnswers.get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
      List<ConfigResource> asked =
          names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
      Map<String, Policy> policies = new TreeMap<>();
      KafkaAnswers.get(admin.describeConfigs(asked).all())
          .forEach((topic, config) -> policies.put(topic.name(), policy(config)));
      return policies;
    }
  }

  private static Policy policy(Config config) {
    String cleanup = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
    long retention = number(config, TopicConfig.RETENTION_MS_CONFIG);
    boolean deletes = cleanup.contains(TopicConfig.CLEANUP_POLICY_DELETE) && retention >= 0;
    return new Policy(
        cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT),
        deletes ? Duration.ofMillis(retention) : null,
        // Only a full segment is compacted, and it is rolled after so long at the latest.
        Duration.ofMillis(Math.max(0, number(config, TopicConfig.SEGMENT_MS_CONFIG))));
  }

  private static long number(Config config, String name) {
    String text = value(config, name);
    return text.isEmpty() ? -1 : Long.parseLong(text);
  }

  private static String value(Config config, String name) {
    ConfigEntry entry = config.get(name);
    return entry == null || entry.value() == null ? "" : entry.value();
  }
}
