package io.spillway.runtime.loop;

/** A queued record after the reader saw it. */
sealed interface ShardRecord<R> {
  QueuedRecord queued();

  /** The reader made a message of it. */
  record Read<R>(QueuedRecord queued, Received<R> received) implements ShardRecord<R> {}

  /** The reader could not; it keeps its place in the order and is dead-lettered in its turn. */
  record Unreadable<R>(QueuedRecord queued, RuntimeException fault) implements ShardRecord<R> {}

  static <R> ShardRecord<R> read(QueuedRecord queued, RecordReader<R> reader) {
    try {
      return new Read<>(queued, new Received<>(queued.source(), reader.read(queued.source())));
    } catch (RuntimeException e) {
      return new Unreadable<>(queued, e);
    }
  }
}
