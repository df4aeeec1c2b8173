package io.spillway.runtime.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.runtime.health.Health;
import org.junit.jupiter.api.Test;

class ReadinessProbeTest {
  @Test
  void saysWhatTheAdminServerSays() throws Exception {
    Health health = new Health();
    try (AdminServer server =
        AdminServer.start(
            "127.0.0.1", 0, health, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
      assertThat(ReadinessProbe.isReady(ReadinessProbe.ask(server.port()))).isFalse();

      health.setOpen(true);
      assertThat(ReadinessProbe.ask(server.port())).endsWith("}");
      assertThat(ReadinessProbe.isReady(ReadinessProbe.ask(server.port()))).isTrue();

      health.setOpen(false);
      assertThat(ReadinessProbe.isReady(ReadinessProbe.ask(server.port()))).isFalse();
    }
  }

  @Test
  void nobodyThereIsNotReady() throws Exception {
    int port;
    try (AdminServer server =
        AdminServer.start(
            "127.0.0.1", 0, new Health(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
      port = server.port();
    }
    assertThat(ReadinessProbe.isReady(ReadinessProbe.ask(port))).isFalse();
    assertThat(ReadinessProbe.isReady("HTTP/1.1 503 Service Unavailable")).isFalse();
    assertThat(ReadinessProbe.isReady("")).isFalse();
  }
}
