package io.spillway.tools.port;

import io.spillway.tools.core.StockAdjustment;
import java.util.List;

/** Where stock adjustments are handed in. Thread-safe. */
public interface StockDoor {
  /**
   * Hands in adjustments, all or none; they are applied some time later, each once.
   *
   * @throws UnavailableException when they may be sent again
   * @throws io.spillway.tools.core.ToolException when they are refused, naming each fault
   */
  void adjust(List<StockAdjustment> adjustments) throws UnavailableException, InterruptedException;
}
