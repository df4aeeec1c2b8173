package io.spillway.verify.adapter.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.core.IdRange;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the newest events of a few orders by reading their partition. Thread-safe. */
public final class EventLookup implements AutoCloseable {
  private final TopicScan reader;

  public EventLookup(String bootstrap) {
    this.reader = new TopicScan(new KafkaConfig(bootstrap));
  }

  /** The newest event of each of these orders that has any. */
  public List<OrderEvent> newest(IdRange range, Collection<String> ids)
      throws UnavailableException, InterruptedException {
    Set<String> wanted = new HashSet<>(ids);
    Map<String, OrderEvent> newest = new HashMap<>();
    reader.since(
        Topic.ORDERS_EVENTS,
        range.partition(),
        0,
        record -> {
          if (record.key() == null
              || record.value() == null
              || !wanted.contains(new String(record.key(), StandardCharsets.UTF_8))) {
            return;
          }
          try {
            OrderEvent event = OrderEvent.parseFrom(record.value());
            newest.merge(
                event.getOrderId(), event, (a, b) -> b.getVersion() > a.getVersion() ? b : a);
          } catch (InvalidProtocolBufferException notOurs) {
            // The order store set it aside.
          }
        });
    return List.copyOf(newest.values());
  }

  @Override
  public void close() {
    reader.close();
  }
}
