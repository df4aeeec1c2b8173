package io.spillway.client.port;

import io.spillway.schemas.orders.v1.OrderEvent;
import java.sql.Connection;

/** As {@link EventHandler}, with what it writes in the transaction that notes the event. */
@FunctionalInterface
public interface TransactionalEventHandler {
  /**
   * Handles one event. What is written through the connection is there once, however often the
   * event comes; all else that the handler does is not.
   *
   * @param connection of the open transaction: neither commit, roll back nor close it
   * @throws Exception when it failed: the transaction is rolled back
   */
  void handle(Connection connection, OrderEvent event) throws Exception;
}
