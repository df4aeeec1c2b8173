package io.spillway.client;

import io.spillway.client.adapter.kafka.ClientProperties;
import io.spillway.client.adapter.kafka.KafkaDeadLetters;
import io.spillway.client.adapter.memory.MemorySequences;
import io.spillway.client.port.DeadLetterSink;
import io.spillway.client.port.Sequences;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The adapters that a subscription uses unless its program gives others. */
final class SubscriptionWiring {
  private SubscriptionWiring() {}

  /** Opens the place of dead letters. */
  interface DeadLettersOpening {
    /** Makes the topic if need be. */
    DeadLetterSink open() throws Exception;
  }

  /** Makes Kafka's clients when a subscription starts. */
  record KafkaClients(
      Supplier<Consumer<byte[], byte[]>> consumer, DeadLettersOpening deadLetters) {}

  static KafkaClients kafka(
      Map<String, Object> properties,
      String group,
      String topic,
      int pollRecords,
      String deadLetterTopic) {
    return new KafkaClients(
        () -> new KafkaConsumer<>(ClientProperties.consumer(properties, group, pollRecords)),
        () -> KafkaDeadLetters.open(properties, group, deadLetterTopic, topic, Clock.systemUTC()));
  }

  static Sequences forgetfulSequences() {
    return MemorySequences.parkedOnly();
  }
}
