package io.spillway.operate.port;

import io.spillway.operate.core.GroupFacts;
import io.spillway.operate.core.PartitionFacts;
import io.spillway.operate.core.ReplayPlan;
import io.spillway.operate.core.ReplayRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The topics and groups that a replay is about. Failures are {@code ToolException}s. */
public interface ReplayAdmin {
  /** What a scan has found: committed records that are wanted, and their span of time. */
  record Found(long records, Optional<Instant> first, Optional<Instant> last) {}

  GroupFacts group(ReplayRequest request);

  /** Every partition of the topic as it is now. */
  List<PartitionFacts> partitions(ReplayRequest request);

  /** Times of the first and the newest record, without reading all; offsets instead of records. */
  Found span(ReplayPlan plan) throws InterruptedException;

  /** Reads all that a plan covers and counts what is wanted; tells how many offsets are read. */
  Found scan(ReplayPlan plan, LongConsumer offsetsRead) throws InterruptedException;

  /**
   * Sets the group's positions to the plan's beginnings, all of them or none.
   *
   * @throws io.spillway.stack.core.OperationException when the group has members
   */
  void move(ReplayPlan plan);

  /**
   * Copies what is wanted into the group's own topic, which is created if missing: keys, values,
   * headers and the order within a partition as they are. Answers how many.
   */
  long redeliver(ReplayPlan plan, String replayId, LongConsumer offsetsRead)
      throws InterruptedException;
}
