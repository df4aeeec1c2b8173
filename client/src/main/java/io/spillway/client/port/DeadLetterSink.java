package io.spillway.client.port;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where events go that a subscription gives up. Thread-safe. */
@FunctionalInterface
public interface DeadLetterSink extends AutoCloseable {
  /**
   * Keeps a record; returns once it cannot be lost any more.
   *
   * @param cause why, for people
   * @param attempts how often it was tried; 0 when it only follows an earlier one of its order
   * @throws Exception when it is not kept: it is sent again later, and its order waits
   */
  void send(ConsumerRecord<byte[], byte[]> record, String cause, int attempts) throws Exception;

  @Override
  default void close() {}
}
