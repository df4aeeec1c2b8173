package io.spillway.runtime.loop;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns bytes into a message. Called from all lanes at once, so it must be thread-safe. */
@FunctionalInterface
public interface RecordReader<R> {
  /**
   * The message of a record, whose value may be null (a tombstone). Whatever this throws makes the
   * record poison: it is dead-lettered with the exception's text as cause.
   */
  R read(ConsumerRecord<byte[], byte[]> record);
}
