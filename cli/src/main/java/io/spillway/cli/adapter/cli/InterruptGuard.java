package io.spillway.cli.adapter.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets work clean up after Ctrl-C or SIGTERM before the JVM ends. */
final class InterruptGuard {
  private static final long CLEAN_UP_SECONDS = 120;

  private InterruptGuard() {}

  /** Runs work in this thread; a signal interrupts it, and the JVM waits until it has returned. */
  static <T> T run(Callable<T> work) throws Exception {
    Thread worker = Thread.currentThread();
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              worker.interrupt();
              try {
                if (!done.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                  System.err.println("cleanup timed out; check with ./spillway status");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "interrupt-guard");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.call();
    } finally {
      done.countDown();
      removeHook(hook);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // It has run.
    }
  }
}
