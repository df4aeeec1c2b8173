package io.spillway.runtime.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spillway.runtime.config.Settings;
import io.spillway.runtime.health.Health;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {
  private static final String TOKEN = "a-token-of-a-test";
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void withoutTheTokenNobodyLearnsMoreThanWhetherItIsReady() throws Exception {
    try (AdminServer server = serve(Optional.of(TOKEN))) {
      for (String wrong : new String[] {"", "Bearer", "Bearer " + TOKEN + "x", "Basic " + TOKEN}) {
        for (String path : new String[] {"/metrics", "/metrics/orders", "/metrics/any"}) {
          HttpResponse<String> metrics = get(server, path, wrong);
          assertThat(metrics.statusCode()).as(path + " " + wrong).isEqualTo(401);
          assertThat(metrics.headers().firstValue("WWW-Authenticate")).isPresent();
          assertThat(metrics.body()).doesNotContain("spillway_done", TOKEN);
        }
        for (String path : new String[] {"/health/ready", "/health/ready/orders"}) {
          HttpResponse<String> ready = get(server, path, wrong);
          assertThat(ready.statusCode()).isEqualTo(503);
          assertThat(ready.body()).isEqualTo("{\"status\":\"down\"}");
        }
        assertThat(get(server, "/health/live", wrong).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void withTheTokenOrWithoutOneInTheSettingsEverythingIsTold() throws Exception {
    try (AdminServer server = serve(Optional.of(TOKEN))) {
      assertToldAll(server, "Bearer " + TOKEN);
    }
    try (AdminServer server = serve(Optional.empty())) {
      assertToldAll(server, "");
    }
  }

  private void assertToldAll(AdminServer server, String authorization) throws Exception {
    assertThat(get(server, "/metrics/orders", authorization).body()).contains("spillway_done");
    assertThat(get(server, "/health/ready", authorization).body()).contains("parts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.7", "orders.test"})
  void onAnAddressThatOthersReachSomebodyMustDecide(String host) {
    assertThatThrownBy(() -> read("host = \"" + host + "\""))
        .hasMessageContaining("spillway.admin.mode = local")
        .hasMessageContaining("required")
        .hasMessageContaining(host);
    assertThat(read("mode = open, host = \"" + host + "\"").token()).isEmpty();
  }

  @Test
  void theTokenIsRequiredInAFileAndNotShown(@TempDir Path directory) throws Exception {
    assertThat(read("").token()).isEmpty();
    assertThatThrownBy(() -> read("mode = required"))
        .hasMessageContaining("spillway.admin.token-file");
    Path file = Files.writeString(directory.resolve("short"), "short\n");
    assertThatThrownBy(() -> read("mode = required, token-file = \"" + file + "\""))
        .hasMessageContaining("16 characters");
    Files.writeString(file, TOKEN + "\n");
    AdminConfig config = read("mode = required, host = \"::\", token-file = \"" + file + "\"");
    assertThat(config.token()).hasValue(TOKEN);
    assertThat(config.toString()).doesNotContain(TOKEN);
    assertThatThrownBy(() -> read("mode = off")).hasMessageContaining("local, required or open");
  }

  private static AdminConfig read(String admin) {
    Settings settings =
        Settings.of(
            ConfigFactory.parseString("spillway.admin { " + admin + " }")
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    AdminConfig config = AdminConfig.from(settings);
    settings.check();
    return config;
  }

  private static AdminServer serve(Optional<String> token) throws Exception {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    metrics.counter("spillway.done").increment();
    return AdminServer.start(
        new AdminConfig("127.0.0.1", 0, token),
        List.of(new AdminServer.Subject("orders", new Health(), metrics)),
        metrics);
  }

  private HttpResponse<String> get(AdminServer server, String path, String authorization)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
