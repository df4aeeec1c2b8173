package io.spillway.runtime.loop;

import io.spillway.runtime.config.Settings;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * The bounds of one loop. Throws {@link IllegalArgumentException} naming the bad value.
 *
 * @param name names threads, metrics and logs
 * @param topics subscribed to
 * @param laneOf the worker (shard) a partition belongs to, 0 to {@code workers - 1}
 * @param workers how many work side by side, each with a thread of its own
 * @param maxBatchRecords most records handed to the handler at once
 * @param maxBatchBytes most bytes of keys and values at once, though one record always passes
 * @param maxQueuedRecords waiting records of a worker at which its partitions pause (they may be
 *     exceeded by one poll, {@code max.poll.records}); four batches' worth of bytes pause them too
 * @param backoffFirst wait after the first failure in a row
 * @param backoffMax longest wait
 * @param commitEvery how often offsets are committed while work gets done
 * @param maxUnknownAttempts tries of a batch whose failure nobody recognises before it counts as
 *     poison
 * @param stalledAfter a partition with records and without progress for longer makes the loop
 *     unhealthy
 */
public record LoopConfig(
    String name,
    List<Topic> topics,
    ToIntFunction<TopicPartition> laneOf,
    int shardWorkers,
    int maxBatchRecords,
    long maxBatchBytes,
    int maxQueuedRecords,
    Duration backoffFirst,
    Duration backoffMax,
    Duration commitEvery,
    int maxUnknownAttempts,
    Duration stalledAfter) {
  /** With the usual backoff of 100 ms to 5 s: about half a minute of trying. */
  private static final int USUAL_UNKNOWN_ATTEMPTS = 12;

  /** Checks every bound. */
  public LoopConfig {
    topics = List.copyOf(topics);
    require(!name.isBlank(), "name", name, "not blank");
    require(!topics.isEmpty(), "topics", topics, "at least one");
    require(shardWorkers >= 1, "shardWorkers", shardWorkers, "at least 1");
    require(maxBatchRecords >= 1, "maxBatchRecords", maxBatchRecords, "at least 1");
    require(maxBatchBytes >= 1, "maxBatchBytes", maxBatchBytes, "at least 1");
    require(maxQueuedRecords >= 1, "maxQueuedRecords", maxQueuedRecords, "at least 1");
    require(backoffFirst.isPositive(), "backoffFirst", backoffFirst, "more than zero");
    require(
        backoffMax.compareTo(backoffFirst) >= 0,
        "backoffMax",
        backoffMax,
        "at least backoffFirst, " + backoffFirst);
    require(commitEvery.isPositive(), "commitEvery", commitEvery, "more than zero");
    require(maxUnknownAttempts >= 1, "maxUnknownAttempts", maxUnknownAttempts, "at least 1");
    require(stalledAfter.isPositive(), "stalledAfter", stalledAfter, "more than zero");
  }

  /** With the usual attempts at failures nobody recognises. */
  public LoopConfig(
      String name,
      List<Topic> topics,
      ToIntFunction<TopicPartition> laneOf,
      int shardWorkers,
      int maxBatchRecords,
      long maxBatchBytes,
      int maxQueuedRecords,
      Duration backoffFirst,
      Duration backoffMax,
      Duration commitEvery,
      Duration stalledAfter) {
    this(
        name,
        topics,
        laneOf,
        shardWorkers,
        maxBatchRecords,
        maxBatchBytes,
        maxQueuedRecords,
        backoffFirst,
        backoffMax,
        commitEvery,
        USUAL_UNKNOWN_ATTEMPTS,
        stalledAfter);
  }

  /** Reads {@code spillway.loop.stalled-after}, which every loop heeds. */
  public static Duration stalledAfter(Settings settings) {
    return settings.duration(
        "spillway.loop.stalled-after", Duration.ofSeconds(1), Duration.ofHours(1));
  }

  private static void require(boolean holds, String key, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "loop setting " + key + " is '" + value + "' but must be " + allowed);
    }
  }
}
