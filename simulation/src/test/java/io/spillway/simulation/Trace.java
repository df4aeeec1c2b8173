package io.spillway.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** The last things that happened, for the message of a failure. Written only when asked for. */
final class Trace {
  private static final int LINES = 400;

  private final boolean on;
  private final Deque<String> lines = new ArrayDeque<>();

  Trace(boolean on) {
    this.on = on;
  }

  void add(Supplier<String> line) {
    if (on) {
      if (lines.size() == LINES) {
        lines.removeFirst();
      }
      lines.addLast(line.get());
    }
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
