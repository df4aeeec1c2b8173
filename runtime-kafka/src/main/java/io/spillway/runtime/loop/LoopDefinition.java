package io.spillway.runtime.loop;

import io.spillway.runtime.failure.FailureClassifier;
import io.spillway.schemas.routing.Partitioning;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * What a loop reads, on which workers, and what it does with it.
 *
 * @param name of the consumer group; also names threads, metrics and logs
 * @param topics subscribed to
 * @param workers how many work side by side, each with a thread of its own
 * @param workerOf the worker (shard) a partition belongs to, 0 to {@code workers - 1}
 * @param classifier judges the handler's failures
 */
public record LoopDefinition<R>(
    String name,
    List<Topic> topics,
    int workers,
    ToIntFunction<TopicPartition> workerOf,
    RecordReader<R> reader,
    BatchHandler<R> handler,
    FailureClassifier classifier) {
  /** Throws {@link IllegalArgumentException} for a loop without a name, a topic or a worker. */
  public LoopDefinition {
    topics = List.copyOf(topics);
    if (name.isBlank() || topics.isEmpty() || workers < 1) {
      throw new IllegalArgumentException(
          "loop '"
              + name
              + "' has topics "
              + topics
              + " and "
              + workers
              + " workers; both need one");
    }
  }

  /** One topic that is routed by slots, with a worker for each shard. */
  public static <R> LoopDefinition<R> byShard(
      String name,
      Topic topic,
      Partitioning partitioning,
      RecordReader<R> reader,
      BatchHandler<R> handler,
      FailureClassifier classifier) {
    int partitions = partitioning.partitions(topic);
    int shards = partitioning.shards();
    return new LoopDefinition<>(
        name,
        List.of(topic),
        shards,
        partition -> SlotMap.shardOfPartition(partition.partition(), partitions, shards),
        reader,
        handler,
        classifier);
  }
}
