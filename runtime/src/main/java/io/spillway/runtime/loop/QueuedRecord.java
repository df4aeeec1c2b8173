package io.spillway.runtime.loop;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record waiting in its lane, with the claim it came under. */
record QueuedRecord(ConsumerRecord<byte[], byte[]> source, PartitionClaim claim) {
  /** Length of key and value; headers are not counted. */
  long bytes() {
    long keyBytes = source.key() == null ? 0 : source.key().length;
    long valueBytes = source.value() == null ? 0 : source.value().length;
    return keyBytes + valueBytes;
  }
}
