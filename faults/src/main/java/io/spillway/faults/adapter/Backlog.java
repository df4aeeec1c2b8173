package io.spillway.faults.adapter;

import io.spillway.faults.core.LatencyFigures;
import io.spillway.faults.core.OrderScenario;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is to be sent when, and how much of it is under way at once. Thread-safe. */
final class Backlog {
  private final PriorityQueue<Job> jobs =
      new PriorityQueue<>(Comparator.comparingLong(Job::dueNanos));
  private final int mostUnderWay;
  private int underWay;

  Backlog(int mostUnderWay) {
    this.mostUnderWay = mostUnderWay;
  }

  enum Sort {
    /** Orders for the first time, or again because nobody knows what became of them. */
    ORDERS,
    SAME_AGAIN,
    /** Another body under an accepted order's key. */
    OTHER_BODY,
    COMMAND
  }

  /**
   * One request.
   *
   * @param indexes the orders in it: several in a batch, one otherwise
   * @param step which of the order's commands; 0 for everything else
   * @param wantedNanos when the client wanted it; retries do not change it
   */
  record Job(
      Sort sort,
      List<Integer> indexes,
      int step,
      int attempt,
      long wantedNanos,
      long dueNanos,
      LatencyFigures.Phase phase) {
    Job without(List<Integer> done, long at) {
      List<Integer> left = indexes.stream().filter(index -> !done.contains(index)).toList();
      return new Job(sort, left, step, attempt + 1, wantedNanos, at, phase);
    }

    int index() {
      return indexes.getFirst();
    }

    OrderScenario.Verb verb(OrderScenario life) {
      return life.verbs().get(step);
    }
  }

  synchronized void add(Job job) {
    jobs.add(job);
  }

  /** The next job that is due, which then is under way; none while too many are. */
  synchronized @Nullable Job take(long nowNanos) {
    Job first = jobs.peek();
    if (first == null || first.dueNanos() > nowNanos || underWay >= mostUnderWay) {
      return null;
    }
    underWay++;
    return jobs.poll();
  }

  /** A job taken has ended; whatever follows from it has been added already. */
  synchronized void done() {
    underWay--;
  }

  synchronized int waiting() {
    return jobs.size();
  }

  /** Whether nothing waits and nothing is under way. */
  synchronized boolean isIdle() {
    return jobs.isEmpty() && underWay == 0;
  }

  synchronized void clear() {
    jobs.clear();
  }
}
