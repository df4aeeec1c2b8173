package io.spillway.runtime.loop;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns bytes into a message. Called from all workers at once, so it must be thread-safe. */
@FunctionalInterface
public interface RecordReader<R> {
  /**
   * The message of a record, whose value may be null (a tombstone). Whatever this throws makes the
   * record poison: it is dead-lettered with the exception's text as cause.
   */
  R read(ConsumerRecord<byte[], byte[]> record);

  /**
   * How long a record is kept back for later ones with the same key that make its work needless.
   * Those that are kept back too join it; all are handed over together, in their order, when the
   * time of the first is over or one comes that is not kept back. None is handed over before what
   * was kept back earlier, whatever its span. Called by the poll thread for each record, so it must
   * be cheap and must not throw.
   */
  default Duration coalesceFor(ConsumerRecord<byte[], byte[]> record) {
    return Duration.ZERO;
  }
}
