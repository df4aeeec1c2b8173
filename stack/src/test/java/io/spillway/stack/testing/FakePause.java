package io.spillway.stack.testing;

import io.spillway.stack.port.Pause;
import java.time.Duration;

/** Time that only passes when someone waits. */
public final class FakePause implements Pause {
  private Duration now = Duration.ZERO;

  @Override
  public synchronized void sleep(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    // Never nothing, so that patience ends.
    now = now.plus(duration).plusMillis(1);
  }

  @Override
  public synchronized Duration now() {
    return now;
  }
}
