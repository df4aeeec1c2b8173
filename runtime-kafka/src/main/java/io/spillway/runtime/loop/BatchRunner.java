package io.spillway.runtime.loop;

import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.failure.FailureClassifier;
import io.spillway.runtime.failure.FailureKind;
import io.spillway.runtime.loop.BatchHandler.RejectedRecordsException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one batch to its end, in order: the handler's failures are repeated, halved or
 * dead-lettered by their kind. Knows no threads; used by one worker.
 */
final class BatchRunner<R> {
  private static final Logger log = LoggerFactory.getLogger(BatchRunner.class);

  private final int worker;
  private final int maxUnknownAttempts;
  private final RecordReader<R> reader;
  private final BatchHandler<R> handler;
  private final FailureClassifier classifier;
  private final DeadLetters deadLetters;
  private final Backoff backoff;
  private final RetryPause pause;
  private final ShardStatus status;
  private final LoopMetrics metrics;
  private int failuresInARow;
  private int left;

  BatchRunner(
      int worker,
      int maxUnknownAttempts,
      RecordReader<R> reader,
      BatchHandler<R> handler,
      FailureClassifier classifier,
      DeadLetters deadLetters,
      Backoff backoff,
      RetryPause pause,
      ShardStatus status,
      LoopMetrics metrics) {
    this.worker = worker;
    this.maxUnknownAttempts = maxUnknownAttempts;
    this.reader = reader;
    this.handler = handler;
    this.classifier = classifier;
    this.deadLetters = deadLetters;
    this.backoff = backoff;
    this.pause = pause;
    this.status = status;
    this.metrics = metrics;
  }

  /**
   * Works until every record is handled, or belongs to another consumer, or the worker closes.
   *
   * @return false when the worker closed before all were handled: then nothing after them may be
   *     handled either, for a later record's offset would be committed past them
   */
  boolean run(List<QueuedRecord> batch) throws InterruptedException {
    Deque<BatchHalf<R>> todo = BatchHalf.of(batch, reader);
    failuresInARow = 0;
    left = batch.size();
    boolean open = true;
    while (open && !todo.isEmpty()) {
      open = attempt(todo.pop(), todo);
    }
    todo.forEach(left -> returned(left.records().size()));
    return open;
  }

  /** One attempt at what of the segment is still ours; false when the worker closes. */
  private boolean attempt(BatchHalf<R> whole, Deque<BatchHalf<R>> todo)
      throws InterruptedException {
    Set<PartitionAssignment> entered = enter(whole.records());
    BatchHalf<R> segment = whole.keeping(record -> entered.contains(record.claim()));
    returned(whole.records().size() - segment.records().size());
    Exception failure = null;
    try {
      if (!segment.records().isEmpty()) {
        perform(segment);
        completed(segment);
      }
    } catch (Exception e) {
      failure = e;
    } finally {
      // Before any waiting: a revocation must not wait for our backoff.
      entered.forEach(PartitionAssignment::leave);
    }
    return failure == null || decide(segment, failure, todo);
  }

  private static Set<PartitionAssignment> enter(List<QueuedRecord> records) {
    Set<PartitionAssignment> asked = new HashSet<>();
    records.forEach(record -> asked.add(record.claim()));
    asked.removeIf(claim -> !claim.enter());
    return asked;
  }

  private void perform(BatchHalf<R> segment) throws Exception {
    switch (segment) {
      case BatchHalf.Work<R> work -> {
        metrics.batchRecords.record(work.readable().size());
        int rejected = handle(work);
        metrics.processed.increment(work.readable().size() - rejected);
        metrics.deadLettered.increment(rejected);
      }
      case BatchHalf.Verdict<R>(QueuedRecord record, Throwable cause, int attempts) -> {
        deadLetters.send(record.source(), FailureText.full(cause), attempts).get();
        metrics.deadLettered.increment();
        tellSetAside(record.source(), FailureText.brief(cause));
      }
    }
  }

  /** Returns how many records the handler rejected; these are in the dead letters then. */
  private int handle(BatchHalf.Work<R> work) throws Exception {
    try {
      handler.handle(worker, work.messages());
      return 0;
    } catch (RejectedRecordsException e) {
      setAside(work, e.reasons());
      return e.reasons().size();
    }
  }

  /** All at once; if one letter fails, the whole segment is repeated, letters and all. */
  private void setAside(BatchHalf.Work<R> work, Map<Integer, String> reasons) throws Exception {
    List<CompletableFuture<Void>> acknowledgements = new ArrayList<>();
    reasons.forEach(
        (position, reason) ->
            acknowledgements.add(
                deadLetters.send(
                    work.records().get(position).source(), reason, work.attempts() + 1)));
    for (CompletableFuture<Void> acknowledgement : acknowledgements) {
      acknowledgement.get();
    }
    reasons.forEach(
        (position, reason) -> tellSetAside(work.records().get(position).source(), reason));
  }

  private static void tellSetAside(ConsumerRecord<byte[], byte[]> record, String cause) {
    log.atWarn()
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .addKeyValue("cause", cause)
        .log("Record sent to the dead-letter topic");
  }

  private void returned(int records) {
    metrics.returned.increment(records);
    left -= records;
    status.inHand(left);
  }

  private void completed(BatchHalf<R> segment) {
    segment.records().forEach(record -> record.claim().handled(record.source()));
    failuresInARow = 0;
    left -= segment.records().size();
    status.working(left);
    if (status.recovered()) {
      log.atInfo().addKeyValue("shard", worker).log("Shard recovered");
    }
  }

  private boolean decide(BatchHalf<R> segment, Exception failure, Deque<BatchHalf<R>> todo)
      throws InterruptedException {
    switch (segment) {
      case BatchHalf.Verdict<R> verdict -> todo.push(verdict);
      case BatchHalf.Work<R> work -> {
        FailureKind kind = classifier.classify(failure);
        BatchHalf.Work<R> failed = work.failed(kind != FailureKind.UNRECOGNISED);
        if (kind == FailureKind.POISON || failed.unrecognised() >= maxUnknownAttempts) {
          isolate(failed, failure, todo);
          return true;
        }
        todo.push(failed);
      }
    }
    return waitForNext(failure);
  }

  /** Halves, the earlier first; of one record it is known that it is to blame. */
  private void isolate(BatchHalf.Work<R> failed, Exception failure, Deque<BatchHalf<R>> todo) {
    int size = failed.readable().size();
    if (size == 1) {
      todo.push(new BatchHalf.Verdict<>(failed.records().getFirst(), failure, failed.attempts()));
      return;
    }
    todo.push(failed.part(size / 2, size));
    todo.push(failed.part(0, size / 2));
  }

  private boolean waitForNext(Exception failure) throws InterruptedException {
    failuresInARow++;
    metrics.retries.increment();
    status.failed(failure);
    // Powers of two: a long outage is told, but does not fill the log.
    if (Integer.bitCount(failuresInARow) == 1) {
      log.atWarn()
          .addKeyValue("shard", worker)
          .addKeyValue("failuresInARow", failuresInARow)
          .addKeyValue("cause", FailureText.brief(failure))
          .log("Shard failed; retrying, its partitions are paused");
    }
    return pause.pause(backoff.delay(failuresInARow));
  }
}
