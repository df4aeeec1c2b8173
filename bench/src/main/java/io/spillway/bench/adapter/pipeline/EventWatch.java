package io.spillway.bench.adapter.pipeline;

import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** A subscriber of the public events who notes when an order is settled. Thread-safe. */
final class EventWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(5);
  private static final ProtoSerde<OrderEvent> SERDE =
      ProtoSerde.of(OrderEvent.getDefaultInstance());

  private final Map<String, Long> settledNanos = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();
  private final Thread thread;
  private volatile boolean open = true;
  private volatile boolean ready;

  /** Hears what is published from now on; returns when it listens. */
  EventWatch(KafkaConfig kafka) throws InterruptedException {
    Map<String, Object> settings =
        KafkaClients.consumer(kafka, "bench-events-" + UUID.randomUUID(), "bench-events");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    thread = Thread.ofPlatform().name("bench-events").start(() -> listen(settings));
    while (!ready && thread.isAlive()) {
      Thread.sleep(POLL);
    }
  }

  /** When each order was heard to be settled, in the nanoseconds of {@link System#nanoTime()}. */
  Map<String, Long> settledNanos() {
    return settledNanos;
  }

  /** How many are settled since it listens. */
  long count() {
    return count.get();
  }

  private void listen(Map<String, Object> settings) {
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(List.of(Topic.ORDERS_EVENTS.topicName()));
      while (consumer.assignment().isEmpty()) {
        consumer.poll(POLL);
      }
      consumer.assignment().forEach(consumer::position);
      ready = true;
      while (open) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          OrderEvent event = SERDE.parse(record.value());
          if (event.getStatus() != OrderStatus.RESERVING) {
            settledNanos.put(event.getOrderId(), System.nanoTime());
            count.incrementAndGet();
          }
        }
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    open = false;
    thread.join();
  }
}
