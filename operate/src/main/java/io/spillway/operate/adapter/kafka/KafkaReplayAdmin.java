package io.spillway.operate.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.operate.core.GroupFacts;
import io.spillway.operate.core.PartitionFacts;
import io.spillway.operate.core.ReplayPlan;
import io.spillway.operate.core.ReplayPoint;
import io.spillway.operate.core.ReplayRequest;
import io.spillway.operate.port.ReplayAdmin;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.stack.core.OperationException;
import io.spillway.verify.adapter.kafka.TopicScan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Replays over Kafka's admin client, a consumer of no group, and an idempotent producer. */
public final class KafkaReplayAdmin implements ReplayAdmin, AutoCloseable {
  /** Headers that a re-delivered record has beyond its own. */
  static final String REPLAY_ID = "spillway-replay-id";

  static final String SOURCE_TOPIC = "spillway-replay-source-topic";
  static final String SOURCE_PARTITION = "spillway-replay-source-partition";
  static final String SOURCE_OFFSET = "spillway-replay-source-offset";

  /** Milliseconds since 1970: the copy's own time is that of the copying. */
  static final String SOURCE_TIMESTAMP = "spillway-replay-source-timestamp";

  /** Enough to meet a record among transaction markers. */
  private static final long HEAD_OFFSETS = 100;

  private final KafkaConfig kafka;
  private final Admin admin;
  private final TopicScan reader;

  public KafkaReplayAdmin(KafkaConfig kafka) {
    this.kafka = kafka;
    this.admin = Admin.create(KafkaClients.common(kafka, "spillway-replay"));
    this.reader = new TopicScan(kafka);
  }

  @Override
  public GroupFacts group(ReplayRequest request) {
    String group = request.group();
    ConsumerGroupDescription found =
        KafkaAnswers.orMissing(
            admin.describeConsumerGroups(List.of(group)).describedGroups().get(group),
            GroupIdNotFoundException.class);
    Collection<MemberDescription> members = found == null ? List.of() : found.members();
    Map<TopicPartition, OffsetAndMetadata> positions = positions(group);
    String redelivery = request.redeliveryTopic();
    boolean reads =
        positions.keySet().stream().anyMatch(p -> p.topic().equals(redelivery))
            || members.stream()
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .anyMatch(p -> p.topic().equals(redelivery));
    return new GroupFacts(!members.isEmpty() || !positions.isEmpty(), members.size(), reads);
  }

  @Override
  public List<PartitionFacts> partitions(ReplayRequest request) {
    String topic = request.topic().topicName();
    List<TopicPartition> partitions =
        KafkaAnswers.get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
            .flatMap(found -> found.partitions().stream())
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    Map<TopicPartition, Long> earliest = offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    Map<TopicPartition, Long> from = resolve(partitions, request.from(), ends);
    Map<TopicPartition, Long> to = resolve(partitions, request.to(), ends);
    Map<TopicPartition, OffsetAndMetadata> positions = positions(request.group());
    List<PartitionFacts> facts = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata position = positions.get(partition);
      long start = from.getOrDefault(partition, 0L);
      long oldest = earliest.getOrDefault(partition, 0L);
      facts.add(
          new PartitionFacts(
              partition.partition(),
              oldest,
              ends.getOrDefault(partition, 0L),
              // The time asked for may lie before all that is kept.
              request.from() instanceof ReplayPoint.At && start == oldest ? 0 : start,
              to.getOrDefault(partition, 0L),
              position == null ? OptionalLong.empty() : OptionalLong.of(position.offset())));
    }
    return facts;
  }

  @Override
  public Found span(ReplayPlan plan) throws InterruptedException {
    Map<TopicPartition, TopicScan.Range> heads = new HashMap<>();
    ranges(plan)
        .forEach(
            (partition, range) -> {
              if (range.from() < range.to()) {
                long end = Math.min(range.to(), range.from() + HEAD_OFFSETS);
                heads.put(partition, new TopicScan.Range(range.from(), end));
              }
            });
    LongSummaryStatistics first = new LongSummaryStatistics();
    reader.read(heads, record -> first.accept(record.timestamp()), _ -> {});
    Optional<Instant> last =
        listed(heads.keySet(), OffsetSpec.maxTimestamp()).values().stream()
            .map(ListOffsetsResultInfo::timestamp)
            .filter(time -> time >= 0)
            .max(Long::compare)
            .map(Instant::ofEpochMilli);
    return new Found(plan.offsets(), found(first).first(), last);
  }

  @Override
  public Found scan(ReplayPlan plan, LongConsumer offsetsRead) throws InterruptedException {
    LongSummaryStatistics times = new LongSummaryStatistics();
    reader.read(
        ranges(plan),
        record -> {
          if (plan.request().wants(record.key(), record.value())) {
            times.accept(record.timestamp());
          }
        },
        offsetsRead);
    return found(times);
  }

  private static Found found(LongSummaryStatistics times) {
    return times.getCount() == 0
        ? new Found(0, Optional.empty(), Optional.empty())
        : new Found(
            times.getCount(),
            Optional.of(Instant.ofEpochMilli(times.getMin())),
            Optional.of(Instant.ofEpochMilli(times.getMax())));
  }

  @Override
  public void move(ReplayPlan plan) {
    Map<TopicPartition, OffsetAndMetadata> target = new HashMap<>();
    String topic = plan.request().topic().topicName();
    for (ReplayPlan.Part part : plan.parts()) {
      if (part.offsets() > 0) {
        target.put(new TopicPartition(topic, part.partition()), new OffsetAndMetadata(part.from()));
      }
    }
    if (target.isEmpty()) {
      return;
    }
    String group = plan.request().group();
    try {
      KafkaAnswers.get(admin.alterConsumerGroupOffsets(group, target).all());
    } catch (OperationException e) {
      if (e.getCause() instanceof UnknownMemberIdException
          || e.getCause() instanceof GroupNotEmptyException) {
        throw new OperationException(
            "group " + group + " has running consumers; stop them and retry", e);
      }
      throw e;
    }
  }

  @Override
  public long redeliver(ReplayPlan plan, String replayId, LongConsumer offsetsRead)
      throws InterruptedException {
    String target = plan.request().redeliveryTopic();
    RedeliveryTopics.ensure(admin, plan.request().topic(), target);
    CopyCount count = new CopyCount();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.producer(kafka, "spillway-replay"))) {
      reader.read(
          ranges(plan),
          record -> {
            if (plan.request().wants(record.key(), record.value())) {
              count.requireNoFailure();
              var _ = producer.send(copy(record, target, replayId), count::acknowledged);
            }
          },
          offsetsRead);
      producer.flush();
    }
    count.requireNoFailure();
    return count.records();
  }

  @Override
  public void close() {
    reader.close();
    admin.close();
  }

  // Kafka's record takes null keys and values, which its types do not say.
  @SuppressWarnings("NullAway")
  static ProducerRecord<byte[], byte[]> copy(
      ConsumerRecord<byte[], byte[]> source, String target, String replayId) {
    Headers headers = new RecordHeaders(source.headers());
    headers.add(REPLAY_ID, replayId.getBytes(UTF_8));
    headers.add(SOURCE_TOPIC, source.topic().getBytes(UTF_8));
    headers.add(SOURCE_PARTITION, Integer.toString(source.partition()).getBytes(UTF_8));
    headers.add(SOURCE_OFFSET, Long.toString(source.offset()).getBytes(UTF_8));
    headers.add(SOURCE_TIMESTAMP, Long.toString(source.timestamp()).getBytes(UTF_8));
    return new ProducerRecord<>(target, source.partition(), source.key(), source.value(), headers);
  }

  private static Map<TopicPartition, TopicScan.Range> ranges(ReplayPlan plan) {
    String topic = plan.request().topic().topicName();
    return plan.parts().stream()
        .collect(
            Collectors.toMap(
                part -> new TopicPartition(topic, part.partition()),
                part -> new TopicScan.Range(part.from(), part.to())));
  }

  private Map<TopicPartition, Long> resolve(
      List<TopicPartition> partitions, ReplayPoint point, Map<TopicPartition, Long> ends) {
    return switch (point) {
      case ReplayPoint.Beginning _ ->
          partitions.stream().collect(Collectors.toMap(p -> p, p -> 0L));
      case ReplayPoint.End _ -> ends;
      case ReplayPoint.Offset at ->
          partitions.stream().collect(Collectors.toMap(p -> p, p -> at.offset()));
      case ReplayPoint.At at -> {
        Map<TopicPartition, Long> found =
            new HashMap<>(offsets(partitions, OffsetSpec.forTimestamp(at.time().toEpochMilli())));
        // Nothing that late.
        found.replaceAll((p, offset) -> offset < 0 ? ends.getOrDefault(p, 0L) : offset);
        yield found;
      }
    };
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec spec) {
    return listed(partitions, spec).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private Map<TopicPartition, ListOffsetsResultInfo> listed(
      Collection<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(p -> p, p -> spec));
    return KafkaAnswers.get(
        admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all());
  }

  private Map<TopicPartition, OffsetAndMetadata> positions(String group) {
    Map<TopicPartition, OffsetAndMetadata> found =
        KafkaAnswers.orMissing(
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
            GroupIdNotFoundException.class);
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    if (found != null) {
      found.forEach(
          (partition, position) -> {
            if (position != null) {
              positions.put(partition, position);
            }
          });
    }
    return positions;
  }
}
