package io.spillway.operate.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How quickly a number has moved in the last seconds. Not thread-safe. */
public final class RecentRate {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration SPACING = Duration.ofMillis(100);

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(Duration at, long value) {}

  /** The number at a time; times never go back. */
  public void at(Duration now, long value) {
    Sample last = samples.peekLast();
    if (samples.size() > 1 && last != null && now.minus(last.at()).compareTo(SPACING) < 0) {
      samples.removeLast();
      now = last.at();
    }
    samples.addLast(new Sample(now, value));
    while (samples.size() > 2 && now.minus(samples.getFirst().at()).compareTo(WINDOW) > 0) {
      samples.removeFirst();
    }
  }

  /** Its change in a second; negative when it falls, 0 while only one sample is known. */
  public double perSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    long millis = last.at().minus(first.at()).toMillis();
    return millis <= 0 ? 0 : (last.value() - first.value()) * 1_000.0 / millis;
  }
}
