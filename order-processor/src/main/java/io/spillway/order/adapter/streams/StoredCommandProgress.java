package io.spillway.order.adapter.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.order.port.CommandProgress;
import java.nio.ByteBuffer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The offset in a store of Kafka Streams, under the id of the topic: one that was deleted and made
 * anew begins at 0 again. Of one task, used by its thread.
 */
final class StoredCommandProgress implements CommandProgress {
  private final KeyValueStore<Bytes, byte[]> store;
  private final Bytes key;

  StoredCommandProgress(KeyValueStore<Bytes, byte[]> store, Uuid topicId) {
    this.store = store;
    this.key = Bytes.wrap(topicId.toString().getBytes(UTF_8));
  }

  @Override
  public long next() {
    byte[] bytes = store.get(key);
    return bytes == null ? 0 : ByteBuffer.wrap(bytes).getLong();
  }

  @Override
  public void decidedUpTo(long next) {
    store.put(key, ByteBuffer.allocate(Long.BYTES).putLong(next).array());
  }
}
