package io.spillway.verify.port;

import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.StoreFacts;
import java.util.List;

/** What the running services count. */
public interface ServiceCounters {
  /**
   * Every balance of every service that was started.
   *
   * @throws UnavailableException naming a service that does not answer
   */
  List<StoreFacts.Balance> balances() throws UnavailableException, InterruptedException;
}
