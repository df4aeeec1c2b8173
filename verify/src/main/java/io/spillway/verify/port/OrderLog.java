package io.spillway.verify.port;

import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.IdRange;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.StoreFacts;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** What Kafka tells of orders, committed records only. Thread-safe. */
public interface OrderLog {
  /** Partitions of the topics that are routed by the order. */
  int orderPartitions() throws UnavailableException;

  /**
   * From when on, in epoch milliseconds, accepted orders still have all their records; {@code
   * Long.MIN_VALUE} when nothing was removed yet.
   */
  long wholeFrom(IdRange range) throws UnavailableException, InterruptedException;

  /** Submissions of orders accepted at {@code fromMillis} or later. */
  void submissions(
      IdRange range, Scope scope, long fromMillis, Consumer<StoreFacts.Submission> sink)
      throws UnavailableException, InterruptedException;

  /** Orders of which a submission was rejected for its content, once for each. */
  void rejects(IdRange range, Consumer<UUID> sink)
      throws UnavailableException, InterruptedException;

  /** Events of orders accepted at {@code fromMillis} or later; an order's in their order. */
  void events(IdRange range, Scope scope, long fromMillis, Consumer<StoreFacts.Event> sink)
      throws UnavailableException, InterruptedException;

  List<StoreFacts.DeadLetter> deadLetters() throws UnavailableException, InterruptedException;
}
