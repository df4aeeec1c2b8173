package io.spillway.operate.port;

import io.spillway.operate.core.LineAnswer;
import io.spillway.stack.port.UnavailableException;
import java.util.List;

/** Where orders are handed in. Thread-safe. */
public interface OrderApi {
  /**
   * Hands in orders, one JSON object a line.
   *
   * @return one answer a line, in the same order
   * @throws UnavailableException when nothing is known of any line; all may be sent again
   */
  List<LineAnswer> submit(List<String> lines) throws UnavailableException, InterruptedException;
}
