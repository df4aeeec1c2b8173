package io.spillway.stack.port;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Told what a start is doing. Called from several threads at once; must return quickly and not
 * throw.
 */
@FunctionalInterface
public interface StartListener {
  /** The percentage of a step whose length is not known. */
  int UNKNOWN = -1;

  /**
   * Takes one report.
   *
   * @param subject what the message is about: a server's name or a download
   * @param percent 0..100 of this step, or {@link #UNKNOWN}
   */
  void report(String subject, String message, int percent);

  default void message(String subject, String message) {
    report(subject, message, UNKNOWN);
  }

  static StartListener silent() {
    return (subject, message, percent) -> {};
  }

  /** Passes on a subject's report only where it differs from the one before. */
  static StartListener changesOnly(StartListener progress) {
    Map<String, String> last = new ConcurrentHashMap<>();
    return (subject, message, percent) -> {
      String report = message + ' ' + percent;
      if (!report.equals(last.put(subject, report))) {
        progress.report(subject, message, percent);
      }
    };
  }
}
