package io.spillway.runtime.loop;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record waiting in its worker, with the claim it came under. */
record QueuedRecord(ConsumerRecord<byte[], byte[]> source, PartitionAssignment claim) {
  /** A key of one partition: what shares it is handled in order, whatever else is kept back. */
  record Key(PartitionAssignment claim, @Nullable ByteBuffer bytes) {}

  Key key() {
    return new Key(claim, source.key() == null ? null : ByteBuffer.wrap(source.key()));
  }

  /** Length of key and value; headers are not counted. */
  long bytes() {
    long keyBytes = source.key() == null ? 0 : source.key().length;
    long valueBytes = source.value() == null ? 0 : source.value().length;
    return keyBytes + valueBytes;
  }
}
