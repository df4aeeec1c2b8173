package io.spillway.order.adapter.streams;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way to a sink: the bytes, and the partition they belong to.
 *
 * @param value null only for a dead letter whose value was null or did not fit
 */
record Outgoing(byte @Nullable [] value, int partition) {
  static final Serializer<Outgoing> SERIALIZER =
      new Serializer<>() {
        @Override
        public byte @Nullable [] serialize(String topic, @Nullable Outgoing outgoing) {
          return outgoing == null ? null : outgoing.value();
        }
      };

  static final StreamPartitioner<byte[], Outgoing> PARTITIONER =
      (topic, key, outgoing, partitions) -> Optional.of(Set.of(outgoing.partition()));
}
