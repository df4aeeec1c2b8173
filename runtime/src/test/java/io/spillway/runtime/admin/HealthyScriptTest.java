package io.spillway.runtime.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.runtime.health.Health;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The health check of the container images, against the server that it asks. */
class HealthyScriptTest {
  private record Verdict(int exitCode, String words) {}

  @Test
  void saysWhatTheAdminServerSays() throws Exception {
    Health health = new Health();
    int port;
    try (AdminServer server = serve(health)) {
      port = server.port();
      Verdict closed = healthy(port);
      assertThat(closed.exitCode()).isEqualTo(1);
      assertThat(closed.words()).startsWith("{").endsWith("}");

      health.setOpen(true);
      Verdict open = healthy(port);
      assertThat(open.exitCode()).isZero();
      assertThat(open.words()).startsWith("{").endsWith("}").isNotEqualTo(closed.words());
    }
    assertThat(healthy(port).exitCode()).isEqualTo(1);
  }

  private static AdminServer serve(Health health) throws Exception {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    return AdminServer.start(
        new AdminConfig("127.0.0.1", 0, Optional.empty()),
        List.of(new AdminServer.Subject("orders", health, metrics)),
        metrics);
  }

  private static Verdict healthy(int port) throws IOException, InterruptedException {
    ProcessBuilder script = new ProcessBuilder("bash", "src/main/image/usr/local/bin/healthy");
    script.environment().put("SPILLWAY_ADMIN_PORT", Integer.toString(port));
    Process process = script.start();
    String words = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return new Verdict(process.waitFor(), words);
  }
}
