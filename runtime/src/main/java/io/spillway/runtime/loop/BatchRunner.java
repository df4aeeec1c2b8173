package io.spillway.runtime.loop;

import io.spillway.runtime.failure.Backoff;
import io.spillway.runtime.failure.FailureClassifier;
import io.spillway.runtime.failure.FailureKind;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one batch to its end, in order: the handler's failures are repeated, halved or
 * dead-lettered by their kind. Knows no threads; used by one lane.
 */
final class BatchRunner<R> {
  private static final Logger log = LoggerFactory.getLogger(BatchRunner.class);

  private final int lane;
  private final int maxUnknownAttempts;
  private final BatchHandler<R> handler;
  private final FailureClassifier classifier;
  private final DeadLetters deadLetters;
  private final Backoff backoff;
  private final Pause pause;
  private final LaneStatus status;
  private final LoopMetrics metrics;
  private int failuresInARow;

  BatchRunner(
      int lane,
      int maxUnknownAttempts,
      BatchHandler<R> handler,
      FailureClassifier classifier,
      DeadLetters deadLetters,
      Backoff backoff,
      Pause pause,
      LaneStatus status,
      LoopMetrics metrics) {
    this.lane = lane;
    this.maxUnknownAttempts = maxUnknownAttempts;
    this.handler = handler;
    this.classifier = classifier;
    this.deadLetters = deadLetters;
    this.backoff = backoff;
    this.pause = pause;
    this.status = status;
    this.metrics = metrics;
  }

  /** Works until every record is handled, or belongs to another consumer, or the lane closes. */
  void run(List<LaneRecord<R>> batch) throws InterruptedException {
    Deque<Segment<R>> todo = Segment.of(batch);
    failuresInARow = 0;
    boolean open = true;
    while (open && !todo.isEmpty()) {
      open = attempt(todo.pop(), todo);
    }
    todo.forEach(left -> metrics.returned.increment(left.records().size()));
  }

  /** One attempt at what of the segment is still ours; false when the lane closes. */
  private boolean attempt(Segment<R> whole, Deque<Segment<R>> todo) throws InterruptedException {
    Set<PartitionClaim> entered = enter(whole.records());
    Segment<R> segment = whole.keeping(record -> entered.contains(record.claim()));
    metrics.returned.increment(whole.records().size() - segment.records().size());
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
      entered.forEach(PartitionClaim::leave);
    }
    return failure == null || decide(segment, failure, todo);
  }

  private static Set<PartitionClaim> enter(List<QueuedRecord> records) {
    Set<PartitionClaim> asked = new HashSet<>();
    records.forEach(record -> asked.add(record.claim()));
    asked.removeIf(claim -> !claim.enter());
    return asked;
  }

  private void perform(Segment<R> segment) throws Exception {
    switch (segment) {
      case Segment.Work<R> work -> {
        metrics.batchRecords.record(work.readable().size());
        handler.handle(lane, work.messages());
        metrics.processed.increment(work.readable().size());
      }
      case Segment.Verdict<R>(QueuedRecord record, Throwable cause, int attempts) -> {
        deadLetters.send(record.source(), FailureText.full(cause), attempts).get();
        metrics.deadLettered.increment();
        log.atWarn()
            .addKeyValue("topic", record.source().topic())
            .addKeyValue("partition", record.source().partition())
            .addKeyValue("offset", record.source().offset())
            .addKeyValue("cause", FailureText.brief(cause))
            .log("Record set aside");
      }
    }
  }

  private void completed(Segment<R> segment) {
    segment.records().forEach(record -> record.claim().handled(record.source()));
    failuresInARow = 0;
    status.working();
    if (status.recovered()) {
      log.atInfo().addKeyValue("shard", lane).log("Shard works again");
    }
  }

  private boolean decide(Segment<R> segment, Exception failure, Deque<Segment<R>> todo)
      throws InterruptedException {
    switch (segment) {
      case Segment.Verdict<R> verdict -> todo.push(verdict);
      case Segment.Work<R> work -> {
        FailureKind kind = classifier.classify(failure);
        Segment.Work<R> failed = work.failed(kind != FailureKind.UNRECOGNISED);
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
  private void isolate(Segment.Work<R> failed, Exception failure, Deque<Segment<R>> todo) {
    int size = failed.readable().size();
    if (size == 1) {
      todo.push(new Segment.Verdict<>(failed.records().getFirst(), failure, failed.attempts()));
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
          .addKeyValue("shard", lane)
          .addKeyValue("failuresInARow", failuresInARow)
          .addKeyValue("cause", FailureText.brief(failure))
          .log("Shard fails; its partitions wait");
    }
    return pause.pause(backoff.delay(failuresInARow));
  }
}
