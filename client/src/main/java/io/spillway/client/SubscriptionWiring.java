package io.spillway.client;

import io.spillway.client.adapter.kafka.ClientProperties;
import io.spillway.client.adapter.kafka.KafkaDeadLetters;
import io.spillway.client.adapter.memory.MemorySequences;
import io.spillway.client.port.DeadLetterSink;
import io.spillway.client.port.Sequences;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The adapters that a subscription uses unless its program gives others. */
final class SubscriptionWiring {
  private SubscriptionWiring() {}

  /** Makes Kafka's clients when a subscription starts. */
  interface KafkaClients {
    Consumer<byte[], byte[]> consumer();

    /** The topic of dead letters, which is made if need be. */
    DeadLetterSink deadLetters() throws Exception;
  }

  static KafkaClients kafka(Map<String, Object> properties, String group, String deadLetterTopic) {
    return new KafkaClients() {
      @Override
      public Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(ClientProperties.consumer(properties, group));
      }

      @Override
      public DeadLetterSink deadLetters() throws Exception {
        return KafkaDeadLetters.open(properties, group, deadLetterTopic, Clock.systemUTC());
      }
    };
  }

  static Sequences forgetfulSequences() {
    return MemorySequences.parkedOnly();
  }
}
