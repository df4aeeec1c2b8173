package io.spillway.stack.adapter.os;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file. */
public final class LogFile {
  private static final int WINDOW_BYTES = 1 << 18;
  private static final int LINES_OF_AN_ERROR = 25;
  private static final int POLL_MILLIS = 200;

  private LogFile() {}

  /** The last lines, indented, for an error message; a note if there are none. */
  public static String indented(Path log) {
    List<String> lines = last(log, LINES_OF_AN_ERROR);
    return lines.isEmpty() ? "    (empty)" : "    " + String.join("\n    ", lines);
  }

  /** How long the log is now; 0 when there is none. */
  public static long size(Path log) {
    return log.toFile().length();
  }

  /** The last lines, as far as they lie in the last 256 KiB; none when there is no such file. */
  public static List<String> last(Path log, int lines) {
    return last(log, lines, size(log));
  }

  /** The last lines before a position. */
  public static List<String> last(Path log, int lines, long end) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, end - WINDOW_BYTES);
      file.seek(from);
      byte[] bytes = new byte[(int) (end - from)];
      file.readFully(bytes);
      List<String> all = new String(bytes, UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException none) {
      return List.of();
    }
  }

  /** Copies what is appended after a position, until interrupted; begins again at a new file. */
  public static void follow(Path log, long from, OutputStream out)
      throws IOException, InterruptedException {
    long position = from;
    while (true) {
      long size = size(log);
      position = size < position ? 0 : position;
      if (size > position) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
          file.seek(position);
          byte[] bytes = new byte[(int) Math.min(WINDOW_BYTES, size - position)];
          file.readFully(bytes);
          out.write(bytes);
          out.flush();
          position += bytes.length;
        }
      } else {
        Thread.sleep(POLL_MILLIS);
      }
    }
  }
}
