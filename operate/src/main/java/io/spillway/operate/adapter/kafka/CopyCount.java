package io.spillway.operate.adapter.kafka;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Counts acknowledged copies and keeps the first failure. Thread-safe. */
final class CopyCount {
  private final AtomicLong records = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /** A producer's callback. */
  void acknowledged(@Nullable RecordMetadata place, @Nullable Exception problem) {
    if (problem == null) {
      records.incrementAndGet();
    } else {
      failure.compareAndSet(null, problem);
    }
  }

  /** Throws a {@code ToolException} if any copy was not taken. */
  void requireNoFailure() {
    Exception problem = failure.get();
    if (problem != null) {
      throw KafkaAnswers.refused(problem);
    }
  }

  long records() {
    return records.get();
  }
}
