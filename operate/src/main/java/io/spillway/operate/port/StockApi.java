package io.spillway.operate.port;

import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.StockAdjustment;
import java.util.List;

/** Where stock adjustments are handed in. Thread-safe. */
public interface StockApi {
  /**
   * Hands in adjustments, all or none; they are applied some time later, each once.
   *
   * @throws UnavailableException when they may be sent again
   * @throws io.spillway.stack.core.OperationException when they are refused, naming each fault
   */
  void adjust(List<StockAdjustment> adjustments) throws UnavailableException, InterruptedException;
}
