package io.spillway.cdc.adapter.kafka;

import io.spillway.cdc.core.RowToPublish;
import io.spillway.cdc.port.RowLogException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Counts a batch's acknowledgements, and remembers its first failure. Thread-safe. */
final class Acknowledgements {
  private static final long GRACE_SECONDS = 5;

  private final CountDownLatch missing;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<RowToPublish> tooLarge = new ArrayList<>();

  Acknowledgements(int expected) {
    this.missing = new CountDownLatch(expected);
  }

  /** Sends one record, unless an earlier one failed already: the batch comes again anyway. */
  void watch(Runnable send) {
    if (failure.get() != null) {
      missing.countDown();
      return;
    }
    try {
      send.run();
    } catch (KafkaException | IllegalStateException e) {
      arrived(e);
    }
  }

  void arrived(@Nullable Throwable failed) {
    if (failed != null) {
      failure.compareAndSet(null, failed);
    }
    missing.countDown();
  }

  void tooLarge(RowToPublish row) {
    synchronized (tooLarge) {
      tooLarge.add(row);
    }
    missing.countDown();
  }

  /** Waits for all; the producer's delivery timeout bounds it. Answers the rows that do not fit. */
  List<RowToPublish> await() throws InterruptedException {
    try {
      missing.await();
    } catch (InterruptedException e) {
      // What is on its way should not arrive after rows of whoever reads the server next.
      var unused = missing.await(GRACE_SECONDS, TimeUnit.SECONDS);
      throw e;
    }
    Throwable failed = failure.get();
    if (failed != null) {
      throw new RowLogException("Kafka rejected the batch: " + failed, failed);
    }
    synchronized (tooLarge) {
      return List.copyOf(tooLarge);
    }
  }
}
