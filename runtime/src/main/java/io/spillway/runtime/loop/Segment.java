package io.spillway.runtime.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** A stretch of a batch that succeeds or fails as one. */
sealed interface Segment<R> {
  List<QueuedRecord> records();

  /** The part whose claims still stand; another owner has the rest. */
  Segment<R> keeping(Predicate<QueuedRecord> stays);

  /**
   * For the handler.
   *
   * @param attempts failed so far, of these records in this or a larger segment
   * @param unrecognised how many of those nobody recognised
   */
  record Work<R>(List<LaneRecord.Read<R>> readable, int attempts, int unrecognised)
      implements Segment<R> {
    @Override
    public List<QueuedRecord> records() {
      return readable.stream().map(LaneRecord.Read::queued).toList();
    }

    @Override
    public Segment<R> keeping(Predicate<QueuedRecord> stays) {
      return new Work<>(
          readable.stream().filter(record -> stays.test(record.queued())).toList(),
          attempts,
          unrecognised);
    }

    List<Received<R>> messages() {
      return readable.stream().map(LaneRecord.Read::received).toList();
    }

    Work<R> failed(boolean recognised) {
      return new Work<>(readable, attempts + 1, unrecognised + (recognised ? 0 : 1));
    }

    Work<R> part(int from, int to) {
      return new Work<>(List.copyOf(readable.subList(from, to)), attempts, unrecognised);
    }
  }

  /** One record for the dead letters. */
  record Verdict<R>(QueuedRecord record, Throwable cause, int attempts) implements Segment<R> {
    @Override
    public List<QueuedRecord> records() {
      return List.of(record);
    }

    @Override
    public Segment<R> keeping(Predicate<QueuedRecord> stays) {
      return stays.test(record) ? this : new Work<>(List.of(), attempts, 0);
    }
  }

  /** Splits a batch at its unreadable records, keeping the order. */
  static <R> Deque<Segment<R>> of(List<LaneRecord<R>> batch) {
    Deque<Segment<R>> segments = new ArrayDeque<>();
    List<LaneRecord.Read<R>> run = new ArrayList<>();
    for (LaneRecord<R> record : batch) {
      switch (record) {
        case LaneRecord.Read<R> readable -> run.add(readable);
        case LaneRecord.Unreadable<R>(QueuedRecord queued, RuntimeException fault) -> {
          if (!run.isEmpty()) {
            segments.add(new Work<>(List.copyOf(run), 0, 0));
            run.clear();
          }
          segments.add(new Verdict<>(queued, fault, 1));
        }
      }
    }
    if (!run.isEmpty()) {
      segments.add(new Work<>(List.copyOf(run), 0, 0));
    }
    return segments;
  }
}
