package io.spillway.stack.port;

import java.time.Duration;

/** Time that passes and can be waited for; a fake makes tests instant. */
public interface Pause {
  void sleep(Duration duration) throws InterruptedException;

  /** Time since an arbitrary origin; only differences mean something. */
  Duration now();

  /** The machine's. */
  static Pause system() {
    return new Pause() {
      @Override
      public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
      }

      @Override
      public Duration now() {
        return Duration.ofNanos(System.nanoTime());
      }
    };
  }
}
