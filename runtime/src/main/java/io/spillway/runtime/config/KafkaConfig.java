package io.spillway.runtime.config;

/**
 * Where Kafka is.
 *
 * @param bootstrap {@code host:port}, comma-separated
 */
public record KafkaConfig(String bootstrap) {
  public static KafkaConfig from(Settings settings) {
    return new KafkaConfig(settings.text("spillway.kafka.bootstrap"));
  }
}
