package io.spillway.client.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientPropertiesTest {
  private static final Map<String, Object> GIVEN =
      Map.of(
          "bootstrap.servers", "kafka:9093",
          "security.protocol", "SASL_SSL",
          "sasl.mechanism", "SCRAM-SHA-512",
          "sasl.jaas.config", "secret",
          "ssl.truststore.location", "/ca.pem",
          "enable.auto.commit", "true",
          "isolation.level", "read_uncommitted",
          "max.poll.records", "7");

  @Test
  void whatTheLibraryDependsOnIsNotForPrograms() {
    assertThat(ClientProperties.consumer(GIVEN, "logistics", 100))
        .containsEntry("enable.auto.commit", false)
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("group.id", "logistics")
        .containsEntry("max.poll.records", 100)
        .containsEntry("sasl.jaas.config", "secret");
  }

  @Test
  void theNewGroupProtocolHasNoAssignorOfOurs() {
    assertThat(ClientProperties.consumer(Map.of("group.protocol", "consumer"), "logistics", 100))
        .doesNotContainKeys("partition.assignment.strategy", "session.timeout.ms");
  }

  @Test
  void producersHaveSecurityAndNothingOfConsumers() {
    assertThat(ClientProperties.producer(GIVEN, "logistics"))
        .containsEntry("acks", "all")
        .containsEntry("ssl.truststore.location", "/ca.pem")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .doesNotContainKeys("max.poll.records", "isolation.level");
  }
}
