package io.spillway.faults.adapter;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Every answer of a run as a line, for whoever looks for what became of an order. Thread-safe. */
final class JournalFile implements AutoCloseable {
  private final BufferedWriter out;

  JournalFile(Path path) throws IOException {
    out = Files.newBufferedWriter(path);
  }

  /** One answer: what was asked, and the status and body that came. */
  synchronized void write(String what, int index, int status, String body) {
    try {
      out.write(what + ' ' + index + ' ' + status + ' ' + body.stripTrailing() + '\n');
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("Failed to write the journal", e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
