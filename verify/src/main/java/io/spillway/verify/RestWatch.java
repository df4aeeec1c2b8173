package io.spillway.verify;

import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.port.PipelineIdle;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Waits until nothing moves in a pipeline.
 *
 * @param advice follows the message when it goes on moving
 */
record RestWatch(PipelineIdle idle, Pause pause, Progress progress, String advice) {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration QUIET = Duration.ofSeconds(2);

  /**
   * Returns what is behind and does not move, or nothing.
   *
   * @throws OperationException when the pipeline goes on moving for longer than {@code settle}
   */
  List<String> await(Duration settle) throws UnavailableException, InterruptedException {
    Duration start = pause.now();
    Duration still = start;
    Map<String, Long> ends = idle.ends();
    List<String> behind = idle.lagging();
    long said = 0;
    while (true) {
      Duration now = pause.now();
      boolean quiet = now.minus(still).compareTo(QUIET) >= 0;
      if (behind.isEmpty() && quiet) {
        return behind;
      }
      if (now.minus(start).compareTo(settle) >= 0) {
        if (quiet) {
          return behind;
        }
        throw new OperationException(
            String.format(
                Locale.ROOT,
                "the pipeline did not become idle within %s%s%s",
                ProgressText.duration(settle),
                behind.isEmpty() ? "" : " (" + String.join(", ", behind) + ")",
                advice));
      }
      if (now.minus(start).toSeconds() / 5 > said) {
        said = now.minus(start).toSeconds() / 5;
        progress.say(
            "waiting for the pipeline to become idle: "
                + (behind.isEmpty() ? "records arrive" : behind));
      }
      pause.sleep(POLL);
      Map<String, Long> later = idle.ends();
      List<String> then = idle.lagging();
      if (!later.equals(ends) || !then.equals(behind)) {
        still = pause.now();
      }
      ends = later;
      behind = then;
    }
  }
}
