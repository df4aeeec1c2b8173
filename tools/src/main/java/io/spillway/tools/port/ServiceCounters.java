package io.spillway.tools.port;

import io.spillway.tools.core.check.Facts;
import java.util.List;

/** What the running services count. */
public interface ServiceCounters {
  /**
   * Every balance of every service that was started.
   *
   * @throws UnavailableException naming a service that does not answer
   */
  List<Facts.Balance> balances() throws UnavailableException, InterruptedException;
}
