package io.spillway.client;

import io.spillway.client.port.Sequences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer's side: hands records to the workers, pauses when enough are in flight, commits what
 * is finished and gives partitions up in good order. It never stops polling, so that slow handlers
 * do not cost the membership. For one thread.
 */
final class SubscriptionLoop implements ConsumerRebalanceListener {
  private static final Logger log = LoggerFactory.getLogger(SubscriptionLoop.class);
  private static final Duration POLL = Duration.ofMillis(200);

  /** Shorter while anything runs, for the end of it may let reading go on. */
  private static final Duration BUSY_POLL = Duration.ofMillis(20);

  private static final Duration COMMIT_LIMIT = Duration.ofSeconds(10);

  private static final Duration REFRESH_AGAIN = Duration.ofSeconds(1);

  /** So many finished records may lie behind one that is not; a restart repeats them. */
  private static final long MAX_SPAN = 100_000;

  private final Consumer<byte[], byte[]> consumer;
  private final EventWorkers workers;
  private final Sequences sequences;
  private final SubscriptionLimits limits;
  private final SubscriptionMetrics metrics;
  private final Map<TopicPartition, PartitionWork> assigned = new HashMap<>();

  /** Partitions that came, while what is set aside of them is not known. */
  private final Set<TopicPartition> stale = new HashSet<>();

  private long refreshedNanos;
  private long committedNanos = System.nanoTime();
  private boolean commitUnderWay;
  private boolean wasFull;
  private volatile int inFlight;
  private volatile long lag;

  SubscriptionLoop(
      Consumer<byte[], byte[]> consumer,
      EventWorkers workers,
      Sequences sequences,
      SubscriptionLimits limits,
      SubscriptionMetrics metrics) {
    this.consumer = consumer;
    this.workers = workers;
    this.sequences = sequences;
    this.limits = limits;
    this.metrics = metrics;
  }

  /** Events received and not finished. Thread-safe, as {@link #lag}. */
  int inFlight() {
    return inFlight;
  }

  /** Events in flight and those that Kafka is known to have beyond them. */
  long lag() {
    return lag;
  }

  void subscribe(String topic) {
    consumer.subscribe(List.of(topic), this);
  }

  /** Once round; the caller repeats it. */
  void turn() {
    boolean paused = settlePauses();
    ConsumerRecords<byte[], byte[]> records =
        consumer.poll(paused || inFlight > 0 ? BUSY_POLL : POLL);
    deal(records);
    commitWhenDue();
    count();
  }

  /**
   * The end: lets handlers finish for a while, and commits what they have finished. A rebalance
   * under way refuses commits until polling has brought it to its end.
   */
  void finish() {
    List<PartitionWork> all = List.copyOf(assigned.values());
    all.forEach(PartitionWork::revoke);
    awaitIdle(all);
    long deadline = System.nanoTime() + COMMIT_LIMIT.toNanos();
    while (!commitNow(assigned.values()) && System.nanoTime() < deadline) {
      consumer.pause(consumer.assignment());
      // What a partition that just arrived brings is left to its next owner, uncommitted.
      consumer.poll(BUSY_POLL);
    }
    drop(all);
    metrics.close();
  }

  private void deal(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, OffsetAndMetadata> next = records.nextOffsets();
    for (TopicPartition partition : records.partitions()) {
      List<EventWork> works = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        works.add(EventWork.of(record));
      }
      workers.submit(work(partition), works);
    }
    // Behind the records, or their offsets would seem to be finished.
    next.forEach((partition, offset) -> work(partition).readTo(offset.offset()));
  }

  private PartitionWork work(TopicPartition partition) {
    PartitionWork work = assigned.get(partition);
    if (work == null) {
      throw new IllegalStateException("records of " + partition + ", which is not assigned");
    }
    return work;
  }

  /** Answers whether any partition is paused. */
  private boolean settlePauses() {
    count();
    if (!stale.isEmpty() && System.nanoTime() - refreshedNanos > REFRESH_AGAIN.toNanos()) {
      refresh();
    }
    Set<TopicPartition> paused = consumer.paused();
    boolean full = wasFull ? !limits.isRelieved(inFlight) : limits.isFull(inFlight);
    wasFull = full;
    Set<TopicPartition> toPause = new HashSet<>();
    Set<TopicPartition> toResume = new HashSet<>();
    assigned.forEach(
        (partition, work) -> {
          boolean wanted = full || stale.contains(partition) || work.span() >= MAX_SPAN;
          if (wanted && !paused.contains(partition)) {
            toPause.add(partition);
          } else if (!wanted && paused.contains(partition)) {
            toResume.add(partition);
          }
        });
    consumer.pause(toPause);
    consumer.resume(toResume);
    return !consumer.paused().isEmpty();
  }

  /**
   * Reads what other members have set aside; until that is known an event could overtake a dead
   * letter of its order, so the partitions that came wait for it.
   */
  private boolean refresh() {
    try {
      sequences.refresh();
      stale.clear();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.atWarn()
          .addKeyValue("cause", HandlerFailures.text(e))
          .addKeyValue("partitions", stale)
          .log("The store does not tell what is set aside; partitions wait");
    }
    refreshedNanos = System.nanoTime();
    return false;
  }

  private void count() {
    int unfinished = 0;
    long unread = 0;
    for (Map.Entry<TopicPartition, PartitionWork> entry : assigned.entrySet()) {
      unfinished += entry.getValue().unfinished();
      unread += consumer.currentLag(entry.getKey()).orElse(0);
    }
    inFlight = unfinished;
    lag = unread + unfinished;
  }

  private void commitWhenDue() {
    boolean due = System.nanoTime() - committedNanos >= limits.commitEvery().toNanos();
    if (!due || commitUnderWay) {
      return;
    }
    committedNanos = System.nanoTime();
    Map<PartitionWork, Long> pending = pending(assigned.values());
    if (pending.isEmpty()) {
      return;
    }
    commitUnderWay = true;
    consumer.commitAsync(
        offsets(pending),
        (_, failure) -> {
          commitUnderWay = false;
          if (failure == null) {
            pending.forEach(PartitionWork::committed);
          } else if (!(failure instanceof RebalanceInProgressException)) {
            // Nothing is lost: the next commit carries these offsets or later ones.
            log.atWarn().addKeyValue("cause", failure.toString()).log("Offset commit failed");
          }
        });
  }

  /**
   * Commits now and waits; false while a rebalance forbids it. Another failure is logged: the
   * records come again, to this member or the next.
   */
  private boolean commitNow(Collection<PartitionWork> works) {
    Map<PartitionWork, Long> pending = pending(works);
    if (pending.isEmpty()) {
      return true;
    }
    try {
      consumer.commitSync(offsets(pending), COMMIT_LIMIT);
      pending.forEach(PartitionWork::committed);
    } catch (RebalanceInProgressException e) {
      return false;
    } catch (KafkaException e) {
      log.atWarn()
          .addKeyValue("cause", e.toString())
          .log("Final offset commit failed; these events come again");
    }
    return true;
  }

  private static Map<PartitionWork, Long> pending(Collection<PartitionWork> works) {
    Map<PartitionWork, Long> pending = new HashMap<>();
    for (PartitionWork work : works) {
      OptionalLong offset = work.uncommitted();
      if (offset.isPresent()) {
        pending.put(work, offset.getAsLong());
      }
    }
    return pending;
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<PartitionWork, Long> pending) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    pending.forEach((work, offset) -> offsets.put(work.partition(), new OffsetAndMetadata(offset)));
    return offsets;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    partitions.forEach(partition -> assigned.put(partition, new PartitionWork(partition)));
    stale.addAll(partitions);
    if (!refresh()) {
      consumer.pause(partitions);
    }
    log.atInfo().addKeyValue("partitions", partitions).log("Partitions assigned");
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    List<PartitionWork> leaving = leaving(partitions);
    leaving.forEach(PartitionWork::revoke);
    boolean idle = awaitIdle(leaving);
    boolean committed = commitNow(leaving);
    drop(leaving);
    log.atInfo()
        .addKeyValue("partitions", partitions)
        .addKeyValue("finished", idle)
        .addKeyValue("committed", committed)
        .log("Partitions revoked");
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    List<PartitionWork> lost = leaving(partitions);
    lost.forEach(PartitionWork::revoke);
    drop(lost);
    log.atWarn().addKeyValue("partitions", partitions).log("Partitions lost; not committed");
  }

  private List<PartitionWork> leaving(Collection<TopicPartition> partitions) {
    List<PartitionWork> leaving = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      PartitionWork work = assigned.get(partition);
      if (work != null) {
        leaving.add(work);
      }
    }
    return leaving;
  }

  private void drop(List<PartitionWork> leaving) {
    for (PartitionWork work : leaving) {
      metrics.dropped.increment(work.unfinished());
      assigned.remove(work.partition());
      stale.remove(work.partition());
    }
    count();
  }

  /** What runs longer goes on, uncommitted: the next owner repeats it. */
  private boolean awaitIdle(List<PartitionWork> works) {
    long deadline = System.nanoTime() + limits.stopWithin().toNanos();
    boolean idle = true;
    try {
      for (PartitionWork work : works) {
        idle &= work.awaitIdle(Duration.ofNanos(deadline - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return idle;
  }
}
