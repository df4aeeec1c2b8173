package io.spillway.runtime.loop;

import io.spillway.runtime.kafka.GroupContact;
import io.spillway.runtime.kafka.KafkaClients;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer's side of the loop: deals records out to the workers, pauses the partitions of
 * workers that cannot take more, and gives partitions up in good order. It never stops polling, so
 * one failing worker neither slows the others nor costs the group membership. For the poll thread
 * only, but for {@link #lastPolled}, {@link #outOfContact} and {@link #complaints}.
 */
final class Poller implements ConsumerRebalanceListener {
  private static final Logger log = LoggerFactory.getLogger(Poller.class);

  private final Consumer<byte[], byte[]> consumer;
  private final ToIntFunction<TopicPartition> workerOf;
  private final List<? extends ShardWorker<?>> shardWorkers;
  private final CompletedOffsets offsets;
  private final Committer committer;
  private final LoopLimits limits;
  private final Clock clock;
  private final LoopMetrics metrics;
  private final Progress progress;
  private volatile Instant lastPolled;

  Poller(
      LoopConfig config,
      ToIntFunction<TopicPartition> workerOf,
      Consumer<byte[], byte[]> consumer,
      List<? extends ShardWorker<?>> shardWorkers,
      LoopLimits limits,
      Clock clock,
      LoopMetrics metrics) {
    this.consumer = consumer;
    this.workerOf = workerOf;
    this.shardWorkers = shardWorkers;
    this.offsets = new CompletedOffsets();
    this.committer = new Committer(consumer, offsets, config.commitEvery(), clock);
    this.limits = limits;
    this.clock = clock;
    this.metrics = metrics;
    this.progress = new Progress(clock);
    this.lastPolled = clock.instant();
  }

  /** One turn: pauses, records, commit. Throws what the consumer throws. */
  void pollOnce() {
    boolean anyPaused = settlePauses();
    ConsumerRecords<byte[], byte[]> records =
        consumer.poll(anyPaused ? limits.pollWhilePaused() : limits.poll());
    lastPolled = clock.instant();
    deal(records);
    committer.commitWhenDue();
    progress.look(
        offsets.claims(offsets.assigned()), partition -> consumer.currentLag(partition).orElse(0));
  }

  /** What is wrong with the consumer's contact to its group. */
  Optional<String> outOfContact() {
    return GroupContact.complaint(consumer.metrics(), KafkaClients.SESSION_TIMEOUT);
  }

  Instant lastPolled() {
    return lastPolled;
  }

  /** Which partitions have records waiting and make no progress, since when, and why if known. */
  List<String> complaints(Duration stalledAfter) {
    return progress.stalled(stalledAfter).stream()
        .map(
            stalled ->
                stalled.partition()
                    + " has a lag of "
                    + stalled.lag()
                    + " and made no progress since "
                    + stalled.since()
                    + worker(stalled.partition()).cause().map(cause -> ": " + cause).orElse(""))
        .toList();
  }

  /**
   * Commits what is handled and gives the rest of the claims up. A rebalance under way refuses
   * commits until polling has brought it to its end; without that, every restart of one instance
   * would repeat the last records of another.
   */
  void finish() {
    offsets.claims(offsets.assigned()).forEach(PartitionAssignment::revoke);
    long deadline = System.nanoTime() + limits.revokeWait().toNanos();
    while (!committer.commitNow() && System.nanoTime() < deadline) {
      consumer.pause(consumer.assignment());
      // What a partition that just arrived brings is left to its next owner, uncommitted.
      consumer.poll(limits.poll());
    }
    offsets.forget(offsets.assigned());
  }

  private void deal(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, OffsetAndMetadata> next = records.nextOffsets();
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> come = records.records(partition);
      PartitionAssignment claim = claim(partition);
      // Counted before they are queued, or a fast worker could be done with them uncounted.
      claim.received(
          come.size(), next.getOrDefault(partition, PartitionAssignment.nextAfter(come.getLast())));
      metrics.consumed.increment(come.size());
      worker(partition).put(come.stream().map(record -> new QueuedRecord(record, claim)).toList());
    }
    // Transaction markers move the position without a record.
    next.forEach(
        (partition, offset) -> {
          if (records.records(partition).isEmpty()) {
            claim(partition).received(0, offset);
          }
        });
  }

  private PartitionAssignment claim(TopicPartition partition) {
    PartitionAssignment claim = offsets.claim(partition);
    if (claim == null) {
      throw new IllegalStateException("records of " + partition + ", which is not assigned");
    }
    return claim;
  }

  private boolean settlePauses() {
    List<Boolean> wants = shardWorkers.stream().map(ShardWorker::wantsPause).toList();
    Set<TopicPartition> paused = consumer.paused();
    Set<TopicPartition> toPause = new HashSet<>();
    Set<TopicPartition> toResume = new HashSet<>();
    boolean anyPaused = false;
    for (TopicPartition partition : offsets.assigned()) {
      boolean wanted = wants.get(workerOf.applyAsInt(partition));
      anyPaused |= wanted;
      if (wanted && !paused.contains(partition)) {
        toPause.add(partition);
      } else if (!wanted && paused.contains(partition)) {
        toResume.add(partition);
      }
    }
    if (!toPause.isEmpty()) {
      consumer.pause(toPause);
    }
    if (!toResume.isEmpty()) {
      consumer.resume(toResume);
    }
    return anyPaused;
  }

  private ShardWorker<?> worker(TopicPartition partition) {
    int worker = workerOf.applyAsInt(partition);
    if (worker < 0 || worker >= shardWorkers.size()) {
      throw new IllegalStateException(
          partition
              + " belongs to worker "
              + worker
              + ", but the workers are 0 to "
              + (shardWorkers.size() - 1));
    }
    return shardWorkers.get(worker);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    partitions.forEach(this::worker);
    offsets.assign(partitions);
    log.atInfo().addKeyValue("partitions", partitions).log("Partitions assigned");
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    List<PartitionAssignment> leaving = offsets.claims(partitions);
    if (leaving.isEmpty()) {
      return;
    }
    leaving.forEach(PartitionAssignment::revoke);
    shardWorkers.forEach(worker -> worker.drop(leaving));
    boolean idle = awaitIdle(leaving);
    boolean committed = committer.commitNow();
    offsets.forget(partitions);
    log.atInfo()
        .addKeyValue("partitions", partitions)
        .addKeyValue("finished", idle)
        .addKeyValue("committed", committed)
        .log("Partitions revoked");
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    List<PartitionAssignment> lost = offsets.claims(partitions);
    lost.forEach(PartitionAssignment::revoke);
    offsets.forget(partitions);
    shardWorkers.forEach(worker -> worker.drop(lost));
    log.atWarn()
        .addKeyValue("partitions", partitions)
        .log("Partitions lost; offsets not committed");
  }

  /** Work still running after the wait goes on, uncommitted: the next owner repeats it. */
  private boolean awaitIdle(List<PartitionAssignment> claims) {
    long deadline = System.nanoTime() + limits.revokeWait().toNanos();
    boolean idle = true;
    try {
      for (PartitionAssignment claim : claims) {
        idle &= claim.awaitIdle(Duration.ofNanos(deadline - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return idle;
  }
}
