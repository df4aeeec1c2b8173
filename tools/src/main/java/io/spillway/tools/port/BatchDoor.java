package io.spillway.tools.port;

import io.spillway.tools.core.LineAnswer;
import java.util.List;

/** Where orders are handed in. Thread-safe. */
public interface BatchDoor {
  /**
   * Hands in orders, one JSON object a line.
   *
   * @return one answer a line, in the same order
   * @throws UnavailableException when nothing is known of any line; all may be sent again
   */
  List<LineAnswer> submit(List<String> lines) throws UnavailableException, InterruptedException;
}
