package io.spillway.inventory.port;

import io.spillway.inventory.core.Answer;
import java.util.List;

/** Where commands are answered. Thread-safe. */
public interface Outcomes {
  /**
   * Publishes the answers, in order for each order id, and waits until all are durable. Answers to
   * adjustments go nowhere.
   *
   * @throws Exception when any may not be durable; safe to repeat, the answers say the same
   */
  void publish(List<Answer> answers) throws Exception;
}
