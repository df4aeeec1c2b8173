package io.spillway.operate.adapter.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.operate.core.DeadLetter;
import io.spillway.operate.core.DeadLetterId;
import io.spillway.operate.core.Disposition;
import io.spillway.operate.port.DeadLetterStore;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.core.OperationException;
import io.spillway.verify.adapter.kafka.TopicScan;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Dead letters in their topics, and their state in {@code operations.dead-letters.v1}. */
public final class KafkaDeadLetterStore implements DeadLetterStore {
  private static final JsonMapper JSON = new JsonMapper();

  private final KafkaConfig kafka;

  public KafkaDeadLetterStore(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  @Override
  public List<DeadLetter> letters(Collection<String> deadLetterTopics) throws InterruptedException {
    List<DeadLetter> letters = new ArrayList<>();
    read(whole(List.copyOf(deadLetterTopics)), record -> letters.add(LetterReader.read(record)));
    letters.sort(Comparator.comparing(DeadLetter::id));
    return letters;
  }

  @Override
  public Map<DeadLetterId, Disposition> settled() throws InterruptedException {
    Map<DeadLetterId, Disposition> settled = new HashMap<>();
    read(
        whole(List.of(Topic.OPERATIONS_DEAD_LETTERS.topicName())),
        record -> {
          DeadLetterId id = DeadLetterId.parse(new String(record.key(), UTF_8));
          if (record.value() == null) {
            settled.remove(id);
          } else {
            settled.put(id, disposition(id, record.value()));
          }
        });
    return settled;
  }

  @Override
  public Set<DeadLetterId> superseded(Collection<DeadLetter> letters) throws InterruptedException {
    List<DeadLetter> atRisk =
        letters.stream().filter(KafkaDeadLetterStore::isFromCompacted).toList();
    Map<TopicPartition, Long> starts = new HashMap<>();
    Map<TopicPartition, Set<String>> keys = new HashMap<>();
    for (DeadLetter letter : atRisk) {
      TopicPartition partition = partition(letter);
      starts.merge(partition, letter.source().orElseThrow().offset() + 1, Math::min);
      letter.key().ifPresent(key -> keys.computeIfAbsent(partition, p -> new HashSet<>()).add(key));
    }
    Map<TopicPartition, TopicScan.Range> ranges = new HashMap<>();
    whole(starts.keySet().stream().map(TopicPartition::topic).distinct().toList())
        .forEach(
            (partition, range) -> {
              Long start = starts.get(partition);
              if (start != null) {
                ranges.put(
                    partition, new TopicScan.Range(Math.max(start, range.from()), range.to()));
              }
            });
    Map<String, Long> newest = new HashMap<>();
    read(
        ranges,
        record -> {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          byte[] key = record.key();
          String text = key == null ? "" : new String(key, ISO_8859_1);
          if (keys.getOrDefault(partition, Set.of()).contains(text)) {
            newest.put(partition + " " + text, record.offset());
          }
        });
    return atRisk.stream()
        .filter(
            letter ->
                newest.getOrDefault(partition(letter) + " " + letter.key().orElse(""), -1L)
                    > letter.source().orElseThrow().offset())
        .map(DeadLetter::id)
        .collect(Collectors.toSet());
  }

  @Override
  public List<String> json(List<DeadLetter> letters) throws InterruptedException {
    Map<DeadLetterId, String> lines = new HashMap<>();
    stored(letters).forEach((id, record) -> lines.put(id, LetterJson.line(record)));
    return letters.stream().map(letter -> lines.get(letter.id())).filter(Objects::nonNull).toList();
  }

  @Override
  public Session open() {
    return new RedriveSession(kafka, this);
  }

  /** The records of letters, with their bytes. */
  Map<DeadLetterId, ConsumerRecord<byte[], byte[]>> stored(List<DeadLetter> letters)
      throws InterruptedException {
    Map<TopicPartition, TopicScan.Range> ranges = new HashMap<>();
    Set<DeadLetterId> wanted = new HashSet<>();
    for (DeadLetter letter : letters) {
      DeadLetterId id = letter.id();
      wanted.add(id);
      ranges.merge(
          new TopicPartition(id.topic(), id.partition()),
          new TopicScan.Range(id.offset(), id.offset() + 1),
          (a, b) -> new TopicScan.Range(Math.min(a.from(), b.from()), Math.max(a.to(), b.to())));
    }
    Map<DeadLetterId, ConsumerRecord<byte[], byte[]>> records = new HashMap<>();
    read(
        ranges,
        record -> {
          DeadLetterId id = new DeadLetterId(record.topic(), record.partition(), record.offset());
          if (wanted.contains(id)) {
            records.put(id, record);
          }
        });
    return records;
  }

  static String json(Disposition disposition) {
    return JSON.createObjectNode()
        .put("fate", disposition.fate().name())
        .put("who", disposition.who())
        .put("at", disposition.at().toString())
        .put("why", disposition.why())
        .toString();
  }

  static Disposition disposition(DeadLetterId id, byte[] value) {
    try {
      JsonNode json = JSON.readTree(value);
      return new Disposition(
          Disposition.Fate.valueOf(json.path("fate").asText()),
          json.path("who").asText(),
          Instant.parse(json.path("at").asText()),
          json.path("why").asText());
    } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new OperationException(
          "the state of dead letter " + id + " in operations.dead-letters.v1 is not readable", e);
    }
  }

  private static boolean isFromCompacted(DeadLetter letter) {
    return letter
        .source()
        .flatMap(KafkaDeadLetterStore::topic)
        .map(topic -> topic.retention() == null)
        .orElse(false);
  }

  private static Optional<Topic> topic(DeadLetter.Source source) {
    try {
      return Optional.of(Topic.named(source.topic()));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  private static TopicPartition partition(DeadLetter letter) {
    DeadLetter.Source source = letter.source().orElseThrow();
    return new TopicPartition(source.topic(), source.partition());
  }

  private Map<TopicPartition, TopicScan.Range> whole(List<String> topics) {
    try (TopicScan scan = new TopicScan(kafka)) {
      return scan.whole(topics);
    }
  }

  private void read(Map<TopicPartition, TopicScan.Range> ranges, TopicScan.Sink sink)
      throws InterruptedException {
    try (TopicScan scan = new TopicScan(kafka)) {
      scan.read(ranges, sink, _ -> {});
    }
  }
}
