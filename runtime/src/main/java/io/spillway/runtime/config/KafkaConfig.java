package io.spillway.runtime.config;

import java.util.List;

/**
 * Where Kafka is, and how its clients are known there.
 *
 * @param bootstrap {@code host:port}, comma-separated
 * @param protocol as Kafka names it; with SASL the mechanism is SCRAM-SHA-512
 */
public record KafkaConfig(String bootstrap, String protocol, ServerAccess access) {
  public static final String PLAINTEXT = "PLAINTEXT";
  public static final String SASL_SSL = "SASL_SSL";
  private static final List<String> PROTOCOLS =
      List.of(PLAINTEXT, "SSL", "SASL_PLAINTEXT", SASL_SSL);

  /** Brokers without encryption and accounts. */
  public KafkaConfig(String bootstrap) {
    this(bootstrap, PLAINTEXT, ServerAccess.OPEN);
  }

  public static KafkaConfig from(Settings settings) {
    String path = "spillway.kafka.protocol";
    KafkaConfig config =
        new KafkaConfig(
            settings.text("spillway.kafka.bootstrap"),
            settings.text(path),
            ServerAccess.from(settings, "spillway.kafka"));
    if (!PROTOCOLS.contains(config.protocol)) {
      settings.violation(path, "'" + config.protocol + "'", "one of " + PROTOCOLS);
    }
    if (config.hasAccount() && config.access.account().isNone()) {
      settings.violation("spillway.kafka.user", "''", "an account, which " + path + " asks for");
    }
    return config;
  }

  /** Whether the connection is encrypted. */
  public boolean isEncrypted() {
    return protocol.endsWith("SSL");
  }

  /** Whether the client names an account. */
  public boolean hasAccount() {
    return protocol.startsWith("SASL");
  }
}
