package io.spillway.runtime.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.runtime.testing.ServiceJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services as processes, one and several. */
@Timeout(60)
class ServiceTest {
  private static final long POLL_MILLIS = 50;

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> started = new ArrayList<>();
  private int adminPort;

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
    http.shutdownNow();
  }

  @Test
  void aServiceAloneTellsItsPartsByName() throws Exception {
    start(Map.of(), "orders");
    awaitReady();
    String alone =
        "{\"status\":\"up\",\"parts\":{\"process\":{\"status\":\"up\"},\"part\":{\"status\":\"up\"}}}";
    assertThat(get("/health/ready").body()).isEqualTo(alone);
    assertThat(get("/health/ready/orders").body()).isEqualTo(alone);
    assertThat(get("/metrics").body())
        .contains("spillway_fixture_done_total{service=\"orders\"} 6.0")
        .contains("jvm_threads_live_threads{service=\"orders\"}");
    assertThat(log()).doesNotContain("orders io.").doesNotContain("orders i.");
  }

  @Test
  void servicesTogetherAreToldTogetherAndEachAsIfItWereAlone() throws Exception {
    start(Map.of(), "orders", "stock");
    awaitReady();
    assertThat(get("/health/ready").body())
        .isEqualTo(
            "{\"status\":\"up\",\"parts\":{"
                + "\"orders/process\":{\"status\":\"up\"},\"orders/part\":{\"status\":\"up\"},"
                + "\"stock/process\":{\"status\":\"up\"},\"stock/part\":{\"status\":\"up\"}}}");
    assertThat(get("/health/ready/stock").body())
        .isEqualTo(
            "{\"status\":\"up\",\"parts\":{\"process\":{\"status\":\"up\"},\"part\":{\"status\":\"up\"}}}");
    assertThat(get("/metrics").body())
        .containsOnlyOnce("# TYPE spillway_fixture_done_total counter")
        .contains("spillway_fixture_done_total{service=\"orders\"} 6.0")
        .contains("spillway_fixture_done_total{service=\"stock\"} 5.0")
        .containsOnlyOnce("\njvm_threads_live_threads{service=\"fixture\"}");
    assertThat(get("/metrics/stock").body())
        .contains("spillway_fixture_done_total{service=\"stock\"} 5.0")
        .doesNotContain("orders", "jvm_");
  }

  @Test
  void aServiceThatIsNotWiredMakesOnlyItselfAndTheProcessUnready() throws Exception {
    start(Map.of(), "orders", "blocked");
    await(() -> get("/health/ready/orders").statusCode() == 200);
    assertThat(get("/health/ready/blocked").statusCode()).isEqualTo(503);
    HttpResponse<String> all = get("/health/ready");
    assertThat(all.statusCode()).isEqualTo(503);
    assertThat(all.body()).contains("\"blocked/process\":{\"status\":\"down\",");
  }

  @Test
  void aSignalClosesThePartsOfEachServiceTheLastFirst() throws Exception {
    Process process = start(Map.of(), "orders", "stock");
    awaitReady();
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(128 + 15);
    for (String service : List.of("orders", "stock")) {
      assertThat(log().lines().filter(line -> line.contains(" " + service + " ")))
          .as(log())
          .map(line -> line.replaceAll(".*ServiceFixture |.*ServiceProcess ", "").strip())
          .containsSubsequence(
              "closed the last part",
              "closed the first part",
              "stopped service=\"" + service + "\"");
    }
  }

  @Test
  void linesNameTheirServiceWhicheverThreadWritesThem() throws Exception {
    start(Map.of("LOG_FORMAT", "json", "SERVICE_NAME", "fixture"), "orders", "stock");
    awaitReady();
    await(() -> log().contains("worker of orders") && log().contains("worker of stock"));
    assertThat(log().lines().filter(line -> line.contains("worker of orders")))
        .singleElement()
        .asString()
        .contains("\"service.name\":\"orders\"")
        .doesNotContain("fixture");
  }

  @Test
  void aFailureOfOneEndsAllAndIsNamed() throws Exception {
    // Whoever waits for a server does not hold up the end.
    Process process = start(Map.of(), "orders", "blocked", "broken");
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(log())
        .containsPattern("ERROR broken .*Service failed to start service=\"broken\"")
        .contains("no such topic")
        .contains("stopped service=\"orders\"");
  }

  @Test
  void aFailureWhileTheyRunEndsAllAndIsNamed() throws Exception {
    Process process = start(Map.of(), "orders", "dying");
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(log())
        .containsPattern(
            "ERROR dying .*Fatal failure; shutting down service=\"dying\" why=\"a worker died\"");
  }

  @Test
  void unusableSettingsOfEachServiceAreTold() throws Exception {
    Process process = start(Map.of(), "orders", "misconfigured-1", "misconfigured-2");
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(log())
        .contains("misconfigured-1: Invalid configuration:\n  - spillway.misconfigured-1 = x")
        .contains("misconfigured-2: Invalid configuration:\n  - spillway.misconfigured-2 = x");
  }

  @Test
  void unusableSettingsOfTheProcessAreTold() throws Exception {
    Process process = start(Map.of("SPILLWAY_ADMIN_PORT", "x"), "orders", "stock");
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(log()).contains("fixture: Invalid configuration:\n  - spillway.admin.port = 'x'");
  }

  private Process start(Map<String, String> environment, String... services) throws IOException {
    adminPort = ServiceJvm.freePort();
    ProcessBuilder builder = ServiceJvm.of(ServiceFixture.class, List.of());
    builder.command().addAll(List.of(services));
    builder.environment().put("SPILLWAY_ADMIN_PORT", Integer.toString(adminPort));
    builder.environment().putAll(environment);
    Process process =
        builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile()).start();
    started.add(process);
    return process;
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"), UTF_8);
  }

  private void awaitReady() throws Exception {
    await(() -> get("/health/ready").statusCode() == 200);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + adminPort + path);
    return http.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(),
        BodyHandlers.ofString());
  }

  private void await(Condition condition) throws Exception {
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException notYet) {
        assertThat(started.getLast().isAlive()).as(log()).isTrue();
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }
}
