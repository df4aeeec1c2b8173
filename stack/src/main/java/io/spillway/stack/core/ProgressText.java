package io.spillway.stack.core;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How far something has come, as one line of text. Pure. */
public final class ProgressText {
  private static final int BAR_CHARS = 24;

  private ProgressText() {}

  /** With a bar, for a terminal; the rate is that since the start. */
  public static String bar(String what, long done, long total, Duration elapsed) {
    return bar(what, done, total, elapsed, average(done, elapsed), "");
  }

  /** With a bar, for a terminal; {@code waiting} says what it waits for, if it is known. */
  public static String bar(
      String what, long done, long total, Duration elapsed, double perSecond, String waiting) {
    int filled = (int) (share(done, total) * BAR_CHARS);
    String bar = "#".repeat(filled) + ".".repeat(BAR_CHARS - filled);
    return String.format(
        Locale.ROOT, "%s [%s] %s", what, bar, figures(done, total, elapsed, perSecond, waiting));
  }

  /** Without a bar, for a log; the rate is that since the start. */
  public static String line(String what, long done, long total, Duration elapsed) {
    return line(what, done, total, elapsed, average(done, elapsed), "");
  }

  /** Without a bar, for a log; {@code waiting} says what it waits for, if it is known. */
  public static String line(
      String what, long done, long total, Duration elapsed, double perSecond, String waiting) {
    return what + " " + figures(done, total, elapsed, perSecond, waiting);
  }

  /**
   * What stages have left, how quickly it becomes less, and when nothing is left at this rate;
   * empty when nothing is left.
   *
   * @param records of each stage, in the order in which they are told
   */
  public static String behind(Map<String, Long> records, double perSecond) {
    long left = records.values().stream().mapToLong(Long::longValue).sum();
    if (left == 0) {
      return "";
    }
    String stages =
        records.entrySet().stream()
            .filter(stage -> stage.getValue() > 0)
            .map(stage -> stage.getKey() + " " + count(stage.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "records behind: %s, %s/s, %s",
        stages,
        count(Math.round(Math.max(0, perSecond))),
        eta(left, perSecond));
  }

  /** A duration as people write it: {@code 0.4 s}, {@code 12 s}, {@code 3 min 05 s}. */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 10) {
      return format("%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return format("%d min %02d s", seconds / 60, seconds % 60);
    }
    return format("%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }

  /** A count with thousands separated. */
  public static String count(long count) {
    return format("%,d", count);
  }

  /** A size such as {@code 312 MiB}. */
  public static String size(long bytes) {
    if (bytes < 1L << 20) {
      return (bytes >> 10) + " KiB";
    }
    return bytes < 1L << 30
        ? (bytes >> 20) + " MiB"
        : format("%.1f GiB", bytes / (double) (1L << 30));
  }

  private static String figures(
      long done, long total, Duration elapsed, double perSecond, String waiting) {
    boolean ended = done >= total;
    String when =
        ended
            ? " in " + duration(elapsed)
            : waiting.isEmpty() ? " " + eta(total - done, perSecond) : "; " + waiting;
    return String.format(
        Locale.ROOT,
        "%s/%s %3d%% %s/s%s",
        count(done),
        count(total),
        (int) (share(done, total) * 100),
        count(Math.round(ended ? average(done, elapsed) : perSecond)),
        when);
  }

  private static double average(long done, Duration elapsed) {
    return elapsed.toMillis() <= 0 ? 0 : done * 1_000.0 / elapsed.toMillis();
  }

  private static String eta(long left, double perSecond) {
    return perSecond <= 0
        ? "ETA ?"
        : "ETA " + duration(Duration.ofMillis((long) Math.min(left * 1_000.0 / perSecond, 1e12)));
  }

  private static double share(long done, long total) {
    return total <= 0 ? 1 : Math.clamp(done / (double) total, 0, 1);
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
