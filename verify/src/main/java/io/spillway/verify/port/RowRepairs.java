package io.spillway.verify.port;

import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.IdRange;
import java.util.Collection;

/** Puts single rows and documents right. Each call may be repeated. */
public interface RowRepairs {
  /** Publishes order rows once more, as the change feed would. */
  void publishOrders(Collection<String> ids) throws UnavailableException, InterruptedException;

  /** Publishes stock rows, by {@code tenant/sku}, once more, as the change feed would. */
  void publishStock(Collection<String> keys) throws UnavailableException, InterruptedException;

  /** Removes the documents of orders and of their lines, so that any version may come next. */
  void removeOrderDocuments(Collection<String> ids)
      throws UnavailableException, InterruptedException;

  /** Removes documents of stock, so that any version may come next. */
  void removeStockDocuments(Collection<String> keys)
      throws UnavailableException, InterruptedException;

  /** Writes order rows from their newest events; a row in a higher version stays. */
  void writeOrders(IdRange range, Collection<String> ids)
      throws UnavailableException, InterruptedException;
}
