package io.spillway.runtime.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** A stretch of a batch that succeeds or fails as one. */
sealed interface BatchHalf<R> {
  List<QueuedRecord> records();

  /** The part whose claims still stand; another owner has the rest. */
  BatchHalf<R> keeping(Predicate<QueuedRecord> stays);

  /**
   * For the handler.
   *
   * @param attempts failed so far, of these records in this or a larger segment
   * @param unrecognised how many of those nobody recognised
   */
  record Work<R>(List<Read<R>> readable, int attempts, int unrecognised) implements BatchHalf<R> {
    @Override
    public List<QueuedRecord> records() {
      return readable.stream().map(Read::queued).toList();
    }

    @Override
    public BatchHalf<R> keeping(Predicate<QueuedRecord> stays) {
      return new Work<>(
          readable.stream().filter(record -> stays.test(record.queued())).toList(),
          attempts,
          unrecognised);
    }

    List<R> messages() {
      return readable.stream().map(Read::message).toList();
    }

    Work<R> failed(boolean recognised) {
      return new Work<>(readable, attempts + 1, unrecognised + (recognised ? 0 : 1));
    }

    Work<R> part(int from, int to) {
      return new Work<>(List.copyOf(readable.subList(from, to)), attempts, unrecognised);
    }
  }

  /** One record for the dead letters. */
  record Verdict<R>(QueuedRecord record, Throwable cause, int attempts) implements BatchHalf<R> {
    @Override
    public List<QueuedRecord> records() {
      return List.of(record);
    }

    @Override
    public BatchHalf<R> keeping(Predicate<QueuedRecord> stays) {
      return stays.test(record) ? this : new Work<>(List.of(), attempts, 0);
    }
  }

  /** A record, and the message that the reader made of it. */
  record Read<R>(QueuedRecord queued, R message) {}

  /**
   * Reads a batch, keeping the order, and splits it at the records that cannot be read: each is
   * dead-lettered in its turn.
   */
  static <R> Deque<BatchHalf<R>> of(List<QueuedRecord> batch, RecordReader<R> reader) {
    Deque<BatchHalf<R>> segments = new ArrayDeque<>();
    List<Read<R>> run = new ArrayList<>();
    for (QueuedRecord queued : batch) {
      try {
        run.add(new Read<>(queued, reader.read(queued.source())));
      } catch (RuntimeException e) {
        addRun(segments, run);
        segments.add(new Verdict<>(queued, e, 1));
      }
    }
    addRun(segments, run);
    return segments;
  }

  private static <R> void addRun(Deque<BatchHalf<R>> segments, List<Read<R>> run) {
    if (!run.isEmpty()) {
      segments.add(new Work<>(List.copyOf(run), 0, 0));
      run.clear();
    }
  }
}
