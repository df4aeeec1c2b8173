package io.spillway.ingest.adapter.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.ingest.core.ByteBudget;
import io.spillway.ingest.port.LogException;
import io.spillway.runtime.failure.Failpoints;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Sends records without ever blocking the caller, with a bound on the bytes that wait for an
 * acknowledgement. Thread-safe. A future completes in the producer's network thread.
 */
public final class RecordSender {
  /** What a waiting record costs beside its value: objects, headers, the open HTTP exchange. */
  static final int OVERHEAD_BYTES = 1_024;

  private final Producer<byte[], byte[]> producer;
  private final ByteBudget inFlight;
  private final Counter acknowledged;
  private final Counter failed;

  public RecordSender(
      Producer<byte[], byte[]> producer, ByteBudget inFlight, MeterRegistry metrics) {
    this.producer = producer;
    this.inFlight = inFlight;
    Gauge.builder("spillway.ingest.inflight.bytes", inFlight, ByteBudget::usedBytes)
        .description("bytes of records sent to Kafka and not acknowledged")
        .baseUnit("bytes")
        .register(metrics);
    acknowledged = Counter.builder("spillway.ingest.records.acknowledged").register(metrics);
    failed = Counter.builder("spillway.ingest.records.failed").register(metrics);
  }

  /** Sends one record; the future fails with a {@link LogException}. */
  CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
    long bytes = (long) record.value().length + OVERHEAD_BYTES;
    if (!inFlight.tryTake(bytes)) {
      return CompletableFuture.failedFuture(
          new LogException(
              LogException.Kind.OVERLOADED, "the limit of in-flight bytes is reached", null));
    }
    CompletableFuture<Void> sent = new CompletableFuture<>();
    try {
      var _ = producer.send(record, (metadata, failure) -> settle(sent, bytes, failure));
    } catch (RuntimeException e) {
      // A producer that refuses in the call itself does not call back.
      settle(sent, bytes, e);
    }
    return sent;
  }

  private void settle(CompletableFuture<Void> sent, long bytes, @Nullable Exception failure) {
    if (sent.isDone()) {
      return;
    }
    inFlight.giveBack(bytes);
    if (failure == null) {
      Failpoints.reached(Failpoints.INGEST_AFTER_PRODUCE);
      acknowledged.increment();
      sent.complete(null);
    } else {
      failed.increment();
      sent.completeExceptionally(
          new LogException(kindOf(failure), "record not acknowledged", failure));
    }
  }

  private static LogException.Kind kindOf(Exception failure) {
    if (failure instanceof BufferExhaustedException) {
      return LogException.Kind.OVERLOADED;
    }
    // A timeout may come after the broker wrote; whatever may be retried is of that sort.
    return failure instanceof RetriableException
        ? LogException.Kind.OUTCOME_UNKNOWN
        : LogException.Kind.UNAVAILABLE;
  }
}
