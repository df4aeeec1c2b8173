package io.spillway.runtime.config;

/**
 * Where Kafka is.
 *
 * @param bootstrap {@code host:port}, comma-separated
 */
public record KafkaConfig(String bootstrap) {
  /** Reads {@code spillway.kafka}. */
  public static KafkaConfig from(Settings settings) {
    return new KafkaConfig(settings.text("spillway.kafka.bootstrap"));
  }
}
