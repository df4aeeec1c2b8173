package io.spillway.operate.port;

import io.spillway.privacy.core.Customer;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.stack.port.UnavailableException;
import java.util.Collection;
import java.util.List;

/** What the stores have of one customer. Each call may be repeated. */
public interface CustomerRecords {
  /** The order rows. */
  List<OrderRow> rows(Customer customer) throws UnavailableException, InterruptedException;

  /** The orders as they were submitted, as far as topics still have them, taken or not. */
  List<Order> submitted(Customer customer) throws UnavailableException, InterruptedException;

  /** Replaces the attributes of rows; one that has changed since it was read is left alone. */
  int rewrite(List<OrderRow> rows) throws UnavailableException;

  /** Has the documents of orders made anew from their rows. */
  void renewDocuments(Collection<String> orderIds)
      throws UnavailableException, InterruptedException;

  /** Deletes what Redis remembers of orders; answers how many keys that were. */
  int forgetAnswers(String tenant, Collection<String> orderIds) throws UnavailableException;
}
