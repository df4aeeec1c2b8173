package io.spillway.operate.core;

import java.util.List;

/** Lines of a file that go into one request. */
public record Chunk(List<Line> lines) {
  public Chunk {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param number in its file, from 1
   * @param text without its line end
   */
  public record Line(long number, String text) {}
}
