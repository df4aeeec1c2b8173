package io.spillway.stack;

import io.spillway.stack.port.StartListener;
import java.util.HashMap;
import java.util.Map;

/** Passes on what the stack reports; of a percentage only each further fifth. Thread-safe. */
final class StackProgress implements StartListener {
  private static final int STEP_PERCENT = 20;
  private static final int COMPLETE = 100;

  private final io.spillway.stack.port.Progress target;
  private final Map<String, Integer> shown = new HashMap<>();

  StackProgress(io.spillway.stack.port.Progress target) {
    this.target = target;
  }

  @Override
  public void report(String subject, String message, int percent) {
    if (percent == UNKNOWN || percent >= COMPLETE) {
      target.say(subject + ": " + message);
    } else if (isNews(subject, percent / STEP_PERCENT)) {
      target.say(subject + ": " + message + " " + percent + "%");
    }
  }

  private synchronized boolean isNews(String subject, int step) {
    Integer before = shown.put(subject, step);
    return before == null ? step > 0 : step > before;
  }
}
