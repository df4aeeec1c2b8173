package io.spillway.runtime.lifecycle;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks the services of a process to stop, once and all of them. Thread-safe. */
final class StopSignal {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final AtomicInteger exitCode = new AtomicInteger();

  void request() {
    requested.countDown();
  }

  /** Because something failed; the first cause decides on the exit code. */
  void fail(int code) {
    exitCode.compareAndSet(0, code);
    request();
  }

  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** 0 while nothing has failed. */
  int exitCode() {
    return exitCode.get();
  }

  void await() throws InterruptedException {
    requested.await();
  }
}
