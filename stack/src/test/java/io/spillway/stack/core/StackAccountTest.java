package io.spillway.stack.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackAccountTest {
  private static final StackAccount.Tls TLS =
      new StackAccount.Tls("/ca.pem", "/own.pem", "/own-key.pem");

  @Test
  void everyServiceHasAnAccountUnderItsName() {
    assertThat(Arrays.stream(StackAccount.values()).map(StackAccount::user))
        .containsAll(
            Arrays.stream(PipelineService.values()).map(PipelineService::serviceName).toList())
        .doesNotHaveDuplicates();
    assertThat(StackAccount.on(Server.KAFKA))
        .hasSize(PipelineService.values().length + 1)
        .contains(StackAccount.OPERATOR);
  }

  @Test
  void commandsHaveAnAccountEverywhereAndServicesWhereTheyWork() {
    for (Server server : Server.values()) {
      assertThat(StackAccount.OPERATOR.isOn(server)).isTrue();
    }
    assertThat(StackAccount.on(Server.REDIS))
        .containsExactly(StackAccount.INGEST_API, StackAccount.OPERATOR);
    assertThat(StackAccount.on(Server.ELASTICSEARCH))
        .containsExactly(StackAccount.ANALYTICS_SINK, StackAccount.OPERATOR);
    assertThat(StackAccount.ANALYTICS_SINK.isOn(Server.REDIS)).isFalse();
  }

  @Test
  void whoIsCalledAsksCallersForCredentials() {
    for (StackAccount called : List.of(StackAccount.INGEST_API, StackAccount.ANALYTICS_SINK)) {
      assertThat(called.settings(TLS, server -> "secret"))
          .containsEntry("spillway.access.mode", "required");
    }
  }

  @Test
  void whoIsCalledSpeaksHttpsWithACertificateOfItsOwn() {
    assertThat(StackAccount.INGEST_API.settings(TLS, server -> "secret"))
        .containsEntry("spillway.ingest.tls.certificate-file", "/own.pem")
        .containsEntry("spillway.ingest.tls.key-file", "/own-key.pem");
    assertThat(StackAccount.ANALYTICS_SINK.settings(TLS, server -> "secret"))
        .containsEntry("spillway.analytics.reports.tls.certificate-file", "/own.pem")
        .containsEntry("spillway.analytics.reports.tls.key-file", "/own-key.pem");
  }

  @Test
  void settingsNameTheServersOfTheAccountAlone() {
    assertThat(StackAccount.ORDER_PROCESSOR.settings(TLS, server -> "of-" + server))
        .containsOnly(
            entry("spillway.tls.ca-file", "/ca.pem"),
            entry("spillway.kafka.protocol", "SASL_SSL"),
            entry("spillway.kafka.user", "order-processor"),
            entry("spillway.kafka.password", "of-KAFKA"),
            entry("spillway.mysql.tls", "verify"),
            entry("spillway.mysql.user", "order-processor"),
            entry("spillway.mysql.password", "of-MYSQL"));
  }

  @Test
  void theChangeFeedReadsTheServersWithItsOwnAccount() {
    assertThat(StackAccount.CDC_CONNECTOR.settings(TLS, server -> "secret"))
        .containsEntry("spillway.mysql.cdc.user", "cdc-connector")
        .containsEntry("spillway.mysql.tls", "verify")
        .doesNotContainKey("spillway.mysql.user");
  }

  private static java.util.Map.Entry<String, String> entry(String key, String value) {
    return java.util.Map.entry(key, value);
  }
}
