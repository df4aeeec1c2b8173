package io.spillway.client.port;

import java.sql.Connection;

/** Sequences in a database, which note an event in the transaction of its effect. */
public interface TransactionalSequences extends Sequences {
  /** What is done in the transaction. */
  @FunctionalInterface
  interface Work {
    /** Writes through the connection; throws to roll back. */
    void in(Connection connection) throws Exception;
  }

  /**
   * Notes the event and does the work in one transaction: both or neither. When the event or a
   * later one of the order was noted before, nothing is done.
   *
   * @param offset at which the event first stood in its topic
   * @return whether the work was done
   */
  boolean handleOnce(String orderId, long version, long offset, Work work) throws Exception;
}
