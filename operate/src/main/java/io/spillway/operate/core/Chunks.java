package io.spillway.operate.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts lines into requests that are bounded in lines and in bytes; blank lines are left out. A line
 * longer than the bound goes alone, so that the server can say what is wrong with it. Not
 * thread-safe.
 */
public final class Chunks implements Iterator<Chunk> {
  private final Iterator<String> lines;
  private final int maxLines;
  private final long maxBytes;
  private long number;
  private Chunk.@Nullable Line pending;

  /** Cuts {@code lines}, which are numbered from 1. */
  public Chunks(Iterator<String> lines, int maxLines, long maxBytes) {
    this.lines = lines;
    this.maxLines = maxLines;
    this.maxBytes = maxBytes;
  }

  @Override
  public boolean hasNext() {
    return peek() != null;
  }

  @Override
  public Chunk next() {
    List<Chunk.Line> taken = new ArrayList<>();
    long bytes = 0;
    for (Chunk.Line line = peek(); line != null && taken.size() < maxLines; line = peek()) {
      bytes += line.text().getBytes(UTF_8).length + 1L;
      if (!taken.isEmpty() && bytes > maxBytes) {
        break;
      }
      taken.add(line);
      pending = null;
    }
    if (taken.isEmpty()) {
      throw new NoSuchElementException();
    }
    return new Chunk(taken);
  }

  private Chunk.@Nullable Line peek() {
    while (pending == null && lines.hasNext()) {
      String text = lines.next();
      number++;
      if (!text.isBlank()) {
        pending = new Chunk.Line(number, text);
      }
    }
    return pending;
  }
}
