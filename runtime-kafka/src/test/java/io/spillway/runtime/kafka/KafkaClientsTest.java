package io.spillway.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.runtime.config.Account;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.config.ServerAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {
  private static final KafkaConfig KAFKA = new KafkaConfig("localhost:1");

  @Test
  void aBatchConsumerWaitsForFullerFetchesUnderTheNameOfItsInstance() {
    Map<String, Object> consumer =
        KafkaClients.batchConsumer(KAFKA, "group", "one", Duration.ofMillis(50));

    assertThat(consumer)
        .containsEntry(ConsumerConfig.GROUP_ID_CONFIG, "group")
        .containsEntry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "one")
        .containsEntry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 64 * 1024)
        .containsEntry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
  }

  @Test
  void withoutAWaitRecordsAreTakenAsTheyComeAndWithoutANameMembershipIsDynamic() {
    assertThat(KafkaClients.batchConsumer(KAFKA, "group", "", Duration.ZERO))
        .doesNotContainKeys(
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
  }

  @Test
  void aSecuredClientTrustsTheFileAndNamesItsAccount() {
    KafkaConfig secured =
        new KafkaConfig(
            "localhost:1",
            KafkaConfig.SASL_SSL,
            new ServerAccess(Path.of("/tls/ca.pem"), new Account("ingest-api", "a\"b\\c")));

    assertThat(KafkaClients.common(secured, "id"))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("ssl.truststore.type", "PEM")
        .containsEntry("ssl.truststore.location", "/tls/ca.pem")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"ingest-api\" password=\"a\\\"b\\\\c\";");
    assertThat(KafkaClients.security(KAFKA)).isEmpty();
  }
}
