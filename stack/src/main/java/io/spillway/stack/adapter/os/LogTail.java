package io.spillway.stack.adapter.os;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, for error messages. */
public final class LogTail {
  private static final int MAX_BYTES = 16 * 1024;
  private static final int MAX_LINES = 25;

  private LogTail() {}

  /** The last lines, indented; a note if there are none. */
  public static String of(Path log) {
    List<String> lines = lines(log);
    if (lines.isEmpty()) {
      return "    (empty)";
    }
    return String.join(
        "\n",
        lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()).stream()
            .map(line -> "    " + line)
            .toList());
  }

  private static List<String> lines(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(MAX_BYTES, file.length())];
      file.seek(file.length() - tail.length);
      file.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException missing) {
      return List.of();
    }
  }
}
