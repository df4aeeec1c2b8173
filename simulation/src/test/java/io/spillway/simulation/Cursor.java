package io.spillway.simulation;

/** A consumer group's place in one partition: what it has read, and what it has committed. */
final class Cursor<T> {
  private final Log<T> log;
  private final int partition;
  private int position;
  private int committed;

  Cursor(Log<T> log, int partition) {
    this.log = log;
    this.partition = partition;
  }

  boolean hasNext() {
    return position < log.end(partition);
  }

  T next() {
    return log.partition(partition).get(position++);
  }

  int position() {
    return position;
  }

  void commit() {
    committed = position;
  }

  /** What a restarted consumer does. */
  void restart() {
    position = committed;
  }

  /** What an operator's replay does, or an offset commit that was lost. */
  void rewindTo(int offset) {
    position = Math.min(offset, committed);
    committed = position;
  }

  int committed() {
    return committed;
  }

  boolean isDone() {
    return committed == log.end(partition);
  }
}
