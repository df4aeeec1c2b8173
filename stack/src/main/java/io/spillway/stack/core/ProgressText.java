package io.spillway.stack.core;

import java.time.Duration;
import java.util.Locale;

/** How far something has come, as one line of text. Pure. */
public final class ProgressText {
  private static final int BAR_CHARS = 24;

  private ProgressText() {}

  /** With a bar, for a terminal. */
  public static String bar(String what, long done, long total, Duration elapsed) {
    int filled = (int) (share(done, total) * BAR_CHARS);
    String bar = "#".repeat(filled) + ".".repeat(BAR_CHARS - filled);
    return "%s [%s] %s".formatted(what, bar, figures(done, total, elapsed));
  }

  /** Without a bar, for a log. */
  public static String line(String what, long done, long total, Duration elapsed) {
    return what + " " + figures(done, total, elapsed);
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

  private static String figures(long done, long total, Duration elapsed) {
    double seconds = elapsed.toMillis() / 1000.0;
    double rate = seconds <= 0 ? 0 : done / seconds;
    String eta =
        done >= total
            ? "in " + duration(elapsed)
            : rate <= 0 ? "ETA ?" : "ETA " + duration(millis((total - done) / rate));
    return "%s/%s %3d%% %s/s %s"
        .formatted(
            count(done),
            count(total),
            (int) (share(done, total) * 100),
            count(Math.round(rate)),
            eta);
  }

  private static Duration millis(double seconds) {
    return Duration.ofMillis((long) Math.min(seconds * 1000, 1e12));
  }

  private static double share(long done, long total) {
    return total <= 0 ? 1 : Math.clamp(done / (double) total, 0, 1);
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
