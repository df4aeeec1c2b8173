package io.spillway.inventory;

import io.spillway.runtime.testing.ServiceJvm;
import io.spillway.stack.core.Endpoints;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** The service as a process of its own, to be killed as only a process can be. */
final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final int adminPort;
  private final Path log;

  private ServiceProcess(Process process, int adminPort, Path log) {
    this.process = process;
    this.adminPort = adminPort;
    this.log = log;
  }

  /** Starts one instance and waits until it is ready. */
  static ServiceProcess start(Endpoints endpoints, Path directory) throws IOException {
    int adminPort = ServiceJvm.freePort();
    Path log = Files.createTempFile(directory, "inventory-", ".log");
    ProcessBuilder builder = ServiceJvm.of(InventoryMain.class, List.of());
    var environment = builder.environment();
    environment.put("SPILLWAY_KAFKA_BOOTSTRAP", endpoints.kafka());
    environment.put(
        "SPILLWAY_MYSQL_SHARDS",
        endpoints.mysql().stream()
            .map(shard -> shard.host() + ":" + shard.port() + "/" + shard.schema())
            .collect(Collectors.joining(",")));
    environment.put("SPILLWAY_MYSQL_USER", endpoints.mysql().getFirst().user());
    environment.put("SPILLWAY_MYSQL_PASSWORD", endpoints.mysql().getFirst().password());
    environment.put("SPILLWAY_PARTITIONS_ORDERS", "4");
    environment.put("SPILLWAY_PARTITIONS_INVENTORY", "2");
    environment.put("SPILLWAY_ADMIN_PORT", Integer.toString(adminPort));
    environment.put(
        "SPILLWAY_INVENTORY_STATE_DIR", Files.createTempDirectory(directory, "state").toString());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    ServiceProcess service = new ServiceProcess(builder.start(), adminPort, log);
    try {
      service.awaitReady();
    } catch (RuntimeException e) {
      service.kill();
      throw new IllegalStateException("not ready; its log:\n" + Files.readString(log), e);
    }
    return service;
  }

  String metrics() throws IOException, InterruptedException {
    return get("/metrics").body();
  }

  String health() throws IOException, InterruptedException {
    return get("/health/ready").body();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** As SIGTERM does; answers the exit code. */
  int stop() {
    process.destroy();
    return await();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  private int await() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitReady() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .failFast("the process ended", () -> !process.isAlive())
        .ignoreExceptions()
        .until(() -> get("/health/ready").statusCode() == 200);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
              .timeout(Duration.ofSeconds(5))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
